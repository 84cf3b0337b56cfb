/** PDFs that the issuer signed, or that were changed afterwards, and that break the profile: refused all the same. */
import { fillContents } from '../pdf/handmade.fixture.js';
import type { SigningChanges } from '../pdf/handmade.fixture.js';
import { sign } from './documents.fixture.js';
import type { VectorSet } from './set.fixture.js';
import { must } from './must.fixture.js';
import { EditedPdfs, edit, extra, replaced } from './pdf-edits.fixture.js';
import type { Edit } from './pdf-edits.fixture.js';

/** Contents of their object identifiers, in hex. */
const SHA256 = '608648016503040201';
const SHA512 = '608648016503040203';

export async function addStructureCases(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { document, receipt } = set.pdf;
  const pdfs = new EditedPdfs(set);
  const file = pdfs.file.bind(pdfs);
  const signed = pdfs.signed.bind(pdfs);
  const good = Buffer.from(sign(cast, document, { receipt }));
  const appended = (text: string): Uint8Array => Buffer.concat([good, Buffer.from(text, 'latin1')]);

  file('line-feed-after-its-end', appended('\n'));
  file('text-after-its-end', appended('junk'));
  file('second-end', appended('%%EOF\n'));
  const more = '8 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n';
  const at = (offset: number): string => `${String(offset).padStart(10, '0')} 00000 n \n`;
  const previous = (text: Buffer): string => /startxref\n(\d+)/.exec(text.toString('latin1'))?.[1] ?? '';
  const revision = (base: Buffer): string =>
    `${more}xref\n0 1\n0000000000 65535 f \n8 1\n${at(base.length)}trailer\n<</Size 10/Root 1 0 R/Prev ${previous(base)}>>\nstartxref\n${base.length + more.length}\n%%EOF\n`;
  file('second-revision', appended(revision(good)));
  await signed('second-revision-that-is-signed', {
    file: (base) => Buffer.concat([base, Buffer.from(revision(base), 'latin1')]),
  });
  file('cut', good.subarray(0, -200), 'indeterminate PDF_UNREADABLE');
  file('byte-between-objects', replaced('endobj\n2 0', 'endobj\n 2 0')(good));

  const objects: Readonly<Record<string, Edit>> = {
    'contents-twice': edit(5, '/Contents <', '/Contents<00>/Contents <'),
    'contents-twice-once-escaped': edit(5, '/Contents <', '/#43ontents<00>/Contents <'),
    'byterange-twice': edit(5, '/ByteRange', '/ByteRange[0 1 2 3]/ByteRange'),
    'contents-of-odd-length': edit(5, '<0', '<00'),
    'another-filter': edit(5, '/Adobe.PPKLite', '/Adobe.PPKMS'),
    'another-subfilter': edit(5, '/ETSI.CAdES.detached', '/adbe.pkcs7.detached'),
    'second-signature': extra(
      '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<00>>>',
    ),
    'second-byterange': extra('<</ByteRange[0 1 2 3]>>'),
    'second-field': extra('<</FT/Sig/T(other)>>'),
    'text-field': (all) => {
      edit(1, '[4 0 R]', '[4 0 R 10 0 R]')(all);
      extra('<</FT/Tx/T(name)/V(another name)>>')(all);
    },
    'signature-outside-its-field': edit(4, '/V 5 0 R', '/V null'),
    'document-timestamp': extra('<</Type/DocTimeStamp>>'),
    javascript: edit(1, '/Pages', '/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Pages'),
    'javascript-escaped': extra('<</S/J#61vaScript>>'),
    launch: extra('<</S/Launch/F(x)>>'),
    'additional-actions': edit(3, '/Parent', '/AA<<>>/Parent'),
    'optional-content': edit(1, '/Pages', '/OCProperties<<>>/Pages'),
    xfa: edit(1, '/SigFlags', '/XFA()/SigFlags'),
    'object-stream': extra('<</Type/ObjStm/N 0/First 0/Length 0>>\nstream\n\nendstream'),
    'cross-reference-stream': extra('<</Type/XRef/Length 0>>\nstream\n\nendstream'),
    'object-under-anothers-number': edit(8, /^/, '<<>>\nendobj\n9 0 obj\n'),
    'stream-longer-than-it-says': edit(8, 'endstream', 'x\nendstream'),
    'stream-of-indirect-length': edit(8, /Length \d+/, 'Length 9 0 R'),
    comment: edit(2, '/Kids', '%\n/Kids'),
    'nested-without-end': extra('['.repeat(40) + ']'.repeat(40)),
    'no-catalog': edit(1, '/Type/Catalog', '/Type/Catalo9'),
    'field-with-kids': edit(4, '/V 5 0 R', '/Kids[]/V 5 0 R'),
    'field-with-a-parent': edit(4, '/V 5 0 R', '/Parent 3 0 R/V 5 0 R'),
    'two-associated-files': edit(1, '/AF[6 0 R]', '/AF[6 0 R 6 0 R]'),
    'certificate-that-is-not-there': edit(1, '/Certs[]', '/Certs[99 0 R]'),
    'attachment-with-parameters': edit(7, '/Length', '/DecodeParms<<>>/Length'),
    'attachment-outside-the-file': edit(7, '/Length', '/F(x)/Length'),
    'name-with-a-broken-escape': edit(2, '/Count', '/X#4 1/Count'),
    'name-with-a-zero': edit(2, '/Count', '/X#00 1/Count'),
    // Back to the line feed before it.
    'negative-length': edit(8, /.*/s, '<</Length -1>>\nstream\nendstream'),
    'stream-longer-than-the-file': edit(8, /Length \d+/, 'Length 999999999'),
    'no-value': edit(2, '/Count 1', '/Count one'),
    'key-twice': edit(2, '/Count', '/Count 1/Count'),
    'second-attachment': extra('<</Type/Filespec/F(x)/EF<</F 7 0 R>>>>'),
    'second-embedded-file': extra('<</Type/EmbeddedFile/Length 0>>\nstream\n\nendstream'),
    'attachment-leads-elsewhere': edit(6, '/EF<</F 7 0 R', '/EF<</F 8 0 R'),
    'attachment-of-another-name': edit(6, '/F(credential.sd-jwt)', '/F(other.sd-jwt)'),
    'attachment-not-associated': edit(1, '/AF[6 0 R]', '/AF[]'),
    'attachment-of-another-relationship': edit(6, '/AFRelationship/Data', '/AFRelationship/Source'),
    'attachment-of-another-type': edit(7, 'dc+sd-jwt', 'dc+sd-jwx'),
    'attachment-in-another-encoding': edit(7, '/Length', '/Filter/LZWDecode/Length'),
    'attachment-not-deflated': edit(7, '/Length', '/Filter/FlateDecode/Length'),
    'attachment-that-is-no-credential': edit(7, 'stream\ney', 'stream\nEy'),
  };
  for (const [id, change] of Object.entries(objects)) await signed(id, { edit: change });
  for (const [id, trailer] of Object.entries({
    'earlier-revision': '/Prev 10',
    'hybrid-table': '/XRefStm 10',
    encryption: '/Encrypt 9 0 R',
    'second-root': '/Root 2 0 R',
  }))
    await signed(`trailer-${id}`, { trailer });
  await signed('later-generation', { file: replaced(/00000 n \n/, '00001 n \n') });
  await signed('unknown-kind-in-the-table', { file: replaced(/65535 f \n/, '65535 x \n') });
  await signed('entries-of-another-length', { file: replaced(/00000 n \n/, '00000 n\n') });
  await signed('header-of-another-version', { file: replaced('PDF-1.7', 'PDF-2.0') });
  await signed('header-without-mark', { file: replaced('\xe2', 'x') });

  const ranges: Readonly<Record<string, (range: { start: number; end: number; length: number }) => string>> =
    {
      'second-half-missing': ({ start }) => `0 ${start} ${start} 0`,
      'begins-after-the-start': ({ start, end, length }) => `1 ${start - 1} ${end} ${length - end}`,
      'leaves-a-byte-before': ({ start, end, length }) => `0 ${start - 1} ${end} ${length - end}`,
      'signs-the-brackets': ({ start, end, length }) => `0 ${start + 1} ${end - 1} ${length - end + 1}`,
      'ends-before-the-file': ({ start, end, length }) => `0 ${start} ${end} ${length - end - 1}`,
      'five-numbers': ({ start, end, length }) => `0 ${start} ${end} ${length - end} 0`,
      'six-numbers': ({ start, end, length }) => `0 ${start} ${end} 1 ${end + 1} ${length - end - 1}`,
      empty: () => '',
    };
  for (const [id, range] of Object.entries(ranges)) {
    const bytes = Buffer.from(document.file);
    const place = bytes.indexOf('/ByteRange [');
    const start = bytes.indexOf('/Contents <') + '/Contents '.length;
    const end = bytes.indexOf('>', start) + 1;
    const said = range({ start, end, length: bytes.length }).padEnd(32);
    bytes.write(said, place + '/ByteRange ['.length, 'latin1');
    file(`byterange-${id}`, fillContents(bytes, document.by, { start, end }));
  }

  const cms: Readonly<Record<string, readonly [SigningChanges, string?]>> = {
    'another-digest': [{ cms: { messageDigest: new Uint8Array(32) } }, 'invalid SIGNATURE_INVALID'],
    'names-another-certificate': [{ cms: { essHash: new Uint8Array(32) } }, 'invalid SIGNATURE_INVALID'],
    'twin-certificate': [{ cms: { certificates: cast.twin.chain } }, 'invalid SIGNATURE_INVALID'],
    'content-inside': [{ cms: { content: Uint8Array.of(1) } }],
    'two-signers': [{ cms: { signers: 2 }, unsigned: () => [] }],
    'no-certificate': [{ cms: { certificates: [] } }],
    'certificate-twice': [{ cms: { certificates: [...cast.party.chain, must(cast.party.chain[0])] } }],
    'strangers-certificates': [{ cms: { certificates: [...cast.party.chain, ...cast.strangerParty.chain] } }],
    'chain-without-its-root': [{ cms: { certificates: cast.party.chain.slice(0, 2) } }],
    'attributes-out-of-order': [{ cms: { reverseAttributes: true } }],
    'another-version': [{ cms: { version: 3 } }],
    'no-signed-data': [{ contents: (hex) => hex.replace('2a864886f70d010702', '2a864886f70d010703') }],
    'another-digest-announced': [{ contents: (hex) => hex.replace(SHA256, SHA512) }],
    'sha-512': [{ contents: (hex) => hex.replaceAll(SHA256, SHA512) }],
    'no-message-digest': [{ contents: (hex) => hex.replace('2a864886f70d010904', '2a864886f70d010905') }],
    'another-content-type': [{ contents: (hex) => hex.replace(/(010903.{4}.*?)010701/, '$1010702') }],
    'another-signature-algorithm': [
      // The last one: of the signer, after those of the certificates.
      { contents: (hex) => hex.replace(/^(.*)2a8648ce3d040302/, '$12a8648ce3d040303'), unsigned: () => [] },
    ],
    'upper-case-hex': [{ contents: (hex) => hex.toUpperCase() }],
    'padding-not-zero': [{ contents: (hex) => `${hex.slice(0, -1)}1` }],
    'letter-for-a-zero': [{ contents: (hex) => hex.replace('06092a', 'g6092a') }],
    'space-for-a-zero': [{ contents: (hex) => hex.replace('06092a', ' 6092a') }],
    'space-in-the-hex': [{ contents: (hex) => `${hex.slice(0, -2)} 0` }],
    zeros: [{ contents: (hex) => '0'.repeat(hex.length) }],
  };
  for (const [id, [changes, expect]] of Object.entries(cms))
    file(`cms-${id}`, sign(cast, document, { receipt, changes }), expect);
  const own = { cms: { certificates: cast.party.chain.slice(0, 1) } };
  file('cms-own-certificate-alone', sign(cast, document, { receipt, changes: own }), 'valid OK');
}
