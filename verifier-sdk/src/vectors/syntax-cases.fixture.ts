/** How the profile wants a PDF written, and how readers might take it otherwise. */
import { sign } from './documents.fixture.js';
import type { DocumentOptions } from './documents.fixture.js';
import { EditedPdfs, both, edit, extra, inserted, refused, replaced } from './pdf-edits.fixture.js';
import type { Edit, FileEdit } from './pdf-edits.fixture.js';
import type { VectorSet } from './set.fixture.js';

export async function addSyntaxCases(set: VectorSet): Promise<void> {
  const pdfs = new EditedPdfs(set);
  for (const [id, file] of Object.entries(files)) await pdfs.signed(id, { file });
  for (const [id, change] of Object.entries(objects)) await pdfs.signed(id, { edit: change });
  for (const [id, change] of Object.entries(allowed)) await pdfs.taken(id, { edit: change });
  await pdfs.signed('javascript-in-the-trailer', { trailer: '/Info<</S/JavaScript>>' });
  addContents(pdfs);
  await addForeign(pdfs);
}

/** Header, table, trailer. */
const files: Readonly<Record<string, FileEdit>> = {
  'mark-of-three-bytes': replaced('\xd3\n', '\n\n'),
  'mark-of-33-bytes': inserted('\xd3\n', '\x80'.repeat(29)),
  'object-that-no-table-names': inserted('xref\n0 ', '99 0 obj\n<<>>\nendobj\n'),
  'offset-of-another-place': replaced('0000000015 00000 n', '0000000016 00000 n'),
  'object-twice-in-the-table': replaced(/(\d{10} 00000 n \n)trailer/, '$19 1\n$1trailer'),
  'first-number-with-a-sign': replaced('xref\n0 ', 'xref\n+0 '),
  'count-with-a-sign': replaced('xref\n0 ', 'xref\n0 +'),
  'trailer-of-another-size': replaced('/Size 10', '/Size 11'),
  'trailer-that-is-no-dictionary': replaced(/trailer\n<<.*>>/, 'trailer\n[]'),
  'something-after-its-trailer': replaced('>>\nstartxref', '>>\n0\nstartxref'),
  'root-that-is-not-there': replaced('/Root 1 0 R', '/Root 99 0 R'),
};

/** Values: what one reader might take for another one. */
const objects: Readonly<Record<string, Edit>> = {
  'name-that-is-too-long': edit(2, '/Count', `/${'X'.repeat(129)} 1/Count`),
  'string-without-an-end': extra('(x'),
  'key-that-is-no-name': edit(2, '/Count', '1 0/Count'),
  'key-without-a-value': edit(2, '/Count 1', '/Count 1/X'),
  'reference-of-eleven-digits': edit(3, '/Parent 2 0 R', '/Parent 00000000002 0 R'),
  'reference-that-runs-on': edit(2, '[3 0 R]', '[3 0 R5]'),
  'hexadecimal-with-a-slash': edit(2, '/Count', '/X<0/>/Count'),
  'hexadecimal-with-a-g': edit(2, '/Count', '/X<0g>/Count'),
  'array-with-a-stream': extra('[]\nstream\n\nendstream'),
  'stream-without-a-line-feed': edit(8, 'stream\n', 'stream'),
  'javascript-in-an-array': extra('[<</S/JavaScript>>]'),
};

/** What decides nothing, in all its forms. */
const allowed: Readonly<Record<string, Edit>> = {
  'values-of-every-kind': edit(
    2,
    /.*/,
    String.raw`<< /Type /Pages /Kids [ 3 0 R ] /Count 1 /A true /B false /C null /D -1.5 /G#20 .5 /L 1.5 /H [ ] /I << >> /J (a\)(b)\\) /K <aB 0F> >>`,
  ),
  'object-that-is-an-array': extra('[]'),
  'streams-with-carriage-returns': edit(8, /\nstream\n(.*)\nendstream/, '\r\nstream\r\n$1\r\nendstream'),
};

/** `Contents` of other kinds, in their place; signed they cannot be. */
function addContents(pdfs: EditedPdfs): void {
  const { cast, pdf } = pdfs.set;
  const good = Buffer.from(sign(cast, pdf.document, { receipt: pdf.receipt })).toString('latin1');
  const hex = /\/Contents <([0-9a-f]+)>/.exec(good)?.[1] ?? '';
  const file = (id: string, contents: string): void => {
    pdfs.file(`contents-${id}`, Buffer.from(good.replace(`<${hex}>`, contents), 'latin1'));
  };
  file('literal', `(${hex})`);
  file('null', 'null'.padEnd(hex.length + 2));
}

/** What is no certificate, and what is one that is broken. */
async function addForeign(pdfs: EditedPdfs): Promise<void> {
  const comment = edit(2, '/Kids', '%\n/Kids');
  const unnamed = both(
    edit(1, /\/Names<<.*>>>>(?=>>)/, ''),
    edit(6, /\/F\(.*?\)\/UF\(.*?\)/, `/F<${Buffer.from('credential.sd-jwt').toString('hex')}>`),
  );
  const broken: Readonly<Record<string, readonly [DocumentOptions, string?]>> = {
    'broken-and-named-alone': [{ edit: both(comment, edit(7, 'dc+sd-jwt', 'dc#2bsd-jwt')) }],
    'broken-and-typed-alone': [{ edit: both(comment, unnamed) }],
    'broken-and-neither': [
      { edit: both(comment, unnamed, edit(7, 'dc+sd-jwt', 'dc#2bsd-jwt')) },
      'invalid NOT_A_CERTIFICATE',
    ],
  };
  for (const [id, [options, expect = refused]] of Object.entries(broken))
    await pdfs.signed(id, options, expect);
  pdfs.file('text-that-names-a-credential', Buffer.from('credential.sd-jwt'), 'invalid NOT_A_CERTIFICATE');
}
