import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { parseCertificate } from '../der/index.js';
import {
  fillContents,
  foreignAttribute,
  makeFile,
  makeObjects,
  makeParty,
  makeTimestamp,
  receiptAttribute,
  signFile,
  timestampAttribute,
} from './handmade.fixture.js';
import type { CmsChanges, Party, SigningChanges } from './handmade.fixture.js';
import { PdfError, readPdf } from './index.js';

const CREDENTIAL = 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln~WyJzYWx0Il0~';
const RECEIPT = new Uint8Array(900).fill(0xa5);

let issuer: Party;
let stranger: Party;
let authority: Party;
let good: Uint8Array;

const complete = (signature: Uint8Array): Uint8Array[] => [
  receiptAttribute(RECEIPT),
  timestampAttribute(
    makeTimestamp(authority, signature, undefined, { certificates: authority.chain.slice(0, 2) }),
  ),
];

const roots = (): Uint8Array[] => [issuer.chain[2]!, authority.chain[2]!];

function make(
  change: (objects: Map<number, string>) => void = () => undefined,
  signing: SigningChanges = {},
  trailer = '',
): Uint8Array {
  const objects = makeObjects(CREDENTIAL, roots());
  change(objects);
  const cms = { certificates: issuer.chain.slice(0, 2), ...signing.cms };
  return signFile(makeFile(objects, trailer), issuer, { unsigned: complete, ...signing, cms });
}

const edit = (object: number, from: string | RegExp, to: string) => (objects: Map<number, string>) => {
  const before = objects.get(object)!;
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  objects.set(object, after);
};

async function refusal(bytes: Uint8Array): Promise<string> {
  const error: unknown = await readPdf(bytes).then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PdfError);
  return (error as PdfError).code;
}

beforeAll(async () => {
  [issuer, stranger, authority] = await Promise.all([
    makeParty('issuer'),
    makeParty('stranger'),
    makeParty('tsa', { timestamps: true }),
  ]);
  good = make();
});

describe('a good PDF certificate', () => {
  it('yields digest, signer, credential, receipt and timestamp', async () => {
    const reading = await readPdf(good, { timestampRoots: [parseCertificate(authority.chain[2]!)] });
    const text = Buffer.from(good).toString('latin1');
    const start = text.indexOf('/Contents <') + '/Contents '.length;
    const end = text.indexOf('>', start) + 1;
    const digest = createHash('sha256')
      .update(good.subarray(0, start))
      .update(good.subarray(end))
      .digest('hex');
    expect(Buffer.from(reading.digest).toString('hex')).toBe(digest);
    expect(reading.signer.certificate.subject.text).toBe('CN=issuer');
    expect(reading.signer.algorithm).toBe('ES256');
    expect(reading.chain).toHaveLength(3);
    expect(reading.credential).toBe(CREDENTIAL);
    expect(reading.receipt).toEqual({ state: 'present', bytes: RECEIPT });
    expect(reading.timestamp).toEqual({
      state: 'present',
      time: new Date('2026-11-24T04:00:00Z'),
      trusted: true,
    });
  });

  it('may be signed by RSA', async () => {
    const rsa = await makeParty('rsa', { rsa: true });
    const reading = await readPdf(signFile(makeFile(makeObjects(CREDENTIAL, [rsa.chain[2]!])), rsa));
    expect(reading.signer.algorithm).toBe('RS256');
    expect(reading).toMatchObject({ receipt: { state: 'absent' }, timestamp: { state: 'absent' } });
  });

  it('does not trust a timestamp without its root', async () => {
    for (const timestampRoots of [[], [parseCertificate(stranger.chain[2]!)]]) {
      expect((await readPdf(good, { timestampRoots })).timestamp).toMatchObject({
        state: 'present',
        trusted: false,
      });
    }
  });
});

describe('unsigned material that is broken', () => {
  it.each<[string, SigningChanges['unsigned'], string, string]>([
    ['a foreign attribute', (s) => [...complete(s), foreignAttribute()], 'broken', 'broken'],
    [
      'a receipt twice',
      () => [receiptAttribute(RECEIPT), receiptAttribute(Uint8Array.of(1))],
      'broken',
      'broken',
    ],
    ['bytes that are no attribute', () => [Uint8Array.of(4, 1, 0)], 'broken', 'broken'],
    [
      'a timestamp that is no token',
      () => [receiptAttribute(RECEIPT), timestampAttribute(Uint8Array.of(5, 0))],
      'present',
      'broken',
    ],
    [
      'a timestamp of another signature',
      () => [timestampAttribute(makeTimestamp(authority, new Uint8Array(70)))],
      'absent',
      'broken',
    ],
    [
      'a timestamp by a certificate for signing',
      (s) => [timestampAttribute(makeTimestamp(stranger, s))],
      'absent',
      'broken',
    ],
    [
      'a timestamp before the certificate',
      (s) => [timestampAttribute(makeTimestamp(authority, s, '20200101000000Z'))],
      'absent',
      'broken',
    ],
    [
      'a timestamp with something unsigned',
      (s) => [timestampAttribute(makeTimestamp(authority, s, undefined, { unsigned: [foreignAttribute()] }))],
      'absent',
      'broken',
    ],
    [
      'a timestamp with a stranger’s certificate',
      (s) => [
        timestampAttribute(
          makeTimestamp(authority, s, undefined, { certificates: [...authority.chain, stranger.chain[0]!] }),
        ),
      ],
      'absent',
      'broken',
    ],
    [
      'a changed timestamp',
      (s) => [
        timestampAttribute(makeTimestamp(authority, s, undefined, { messageDigest: new Uint8Array(32) })),
      ],
      'absent',
      'broken',
    ],
  ])('is reported and not forged: %s', async (_, unsigned, receipt, timestamp) => {
    const reading = await readPdf(make(undefined, { unsigned: unsigned! }));
    expect(reading.receipt.state).toBe(receipt);
    expect(reading.timestamp.state).toBe(timestamp);
  });
});

/** An attribute certificate of version 2 (RFC 5652 §10.2.2), of which nothing is read. */
const attributeCertificate = Uint8Array.of(0xa2, 2, 5, 0);
const list = Uint8Array.of(0x30, 2, 5, 0);

describe('a timestamp as authorities write it', () => {
  it.each<[string, CmsChanges]>([
    ['the signing-certificate attribute of version 1 (RFC 3161)', { essVersions: [1] }],
    ['of both versions (RFC 5816)', { essVersions: [1, 2] }],
    ['its attributes in an order that is not DER’s', { reverseAttributes: true }],
    ['signed in DER’s order and written in another', { reverseAttributes: true, signSorted: true }],
    ['an attribute certificate', { otherCertificates: [attributeCertificate], version: 4 }],
    ['an attribute certificate, its version left at 3', { otherCertificates: [attributeCertificate] }],
    ['a revocation list', { crls: [list] }],
  ])('is read: %s', async (_, changes) => {
    const certificates = authority.chain.slice(0, 2);
    const unsigned = (signature: Uint8Array): Uint8Array[] => [
      timestampAttribute(makeTimestamp(authority, signature, undefined, { certificates, ...changes })),
    ];
    const timestampRoots = [parseCertificate(authority.chain[2]!)];
    const reading = await readPdf(make(undefined, { unsigned }), { timestampRoots });
    expect(reading.timestamp).toMatchObject({ state: 'present', trusted: true });
  });

  it.each<[string, CmsChanges]>([
    [
      'one of two signing-certificate attributes names another',
      { essVersions: [1, 2], essHash: new Uint8Array(32) },
    ],
    ['no attribute names the certificate', { essVersions: [] }],
    ['two signers', { signers: 2 }],
    ['a version that fits nothing in it', { version: 4 }],
  ])('is broken with %s', async (_, changes) => {
    const unsigned = (signature: Uint8Array): Uint8Array[] => [
      timestampAttribute(makeTimestamp(authority, signature, undefined, changes)),
    ];
    expect((await readPdf(make(undefined, { unsigned }))).timestamp.state).toBe('broken');
  });

  it('may bring what the document holds as well, under the issuer’s signature', async () => {
    const foreign = stranger.chain[0]!;
    const sign = (validation: Uint8Array[]): Uint8Array => {
      const certificates = [authority.chain[0]!, foreign];
      const unsigned = (signature: Uint8Array): Uint8Array[] => [
        timestampAttribute(makeTimestamp(authority, signature, undefined, { certificates })),
      ];
      return signFile(makeFile(makeObjects(CREDENTIAL, validation)), issuer, {
        cms: { certificates: issuer.chain.slice(0, 2) },
        unsigned,
      });
    };
    const [, , root = new Uint8Array()] = issuer.chain;
    expect((await readPdf(sign([root, foreign]))).timestamp.state).toBe('present');
    expect((await readPdf(sign([root]))).timestamp.state).toBe('broken');
  });
});

describe('a CMS that is wrong', () => {
  it.each<[string, () => SigningChanges, string]>([
    [
      'another document’s digest',
      () => ({ cms: { messageDigest: new Uint8Array(32) } }),
      'SIGNATURE_INVALID',
    ],
    ['another certificate signed', () => ({ cms: { essHash: new Uint8Array(32) } }), 'SIGNATURE_INVALID'],
    ['content inside', () => ({ cms: { content: Uint8Array.of(1) } }), 'STRUCTURE_REFUSED'],
    ['two signers', () => ({ cms: { signers: 2 } }), 'STRUCTURE_REFUSED'],
    ['no certificate', () => ({ cms: { certificates: [] } }), 'STRUCTURE_REFUSED'],
    [
      'a certificate twice',
      () => ({ cms: { certificates: [...issuer.chain, issuer.chain[0]!] } }),
      'STRUCTURE_REFUSED',
    ],
    [
      'a stranger’s certificate',
      () => ({ cms: { certificates: [...issuer.chain, ...stranger.chain] } }),
      'STRUCTURE_REFUSED',
    ],
    ['attributes out of order', () => ({ cms: { reverseAttributes: true } }), 'STRUCTURE_REFUSED'],
    ['upper-case hex', () => ({ contents: (hex) => hex.toUpperCase() }), 'STRUCTURE_REFUSED'],
    ['padding that is not zero', () => ({ contents: (hex) => `${hex.slice(0, -1)}1` }), 'STRUCTURE_REFUSED'],
    ['white space in the hex', () => ({ contents: (hex) => `${hex.slice(0, -2)} 0` }), 'STRUCTURE_REFUSED'],
    ['nothing but zeros', () => ({ contents: (hex) => '0'.repeat(hex.length) }), 'STRUCTURE_REFUSED'],
  ])('is refused: %s', async (_, signing, code) => {
    expect(await refusal(make(undefined, signing()))).toBe(code);
  });

  it('is refused where the certificate is swapped for a stranger’s of the same name', async () => {
    const twin = await makeParty('issuer');
    const pdf = make(undefined, { cms: { certificates: twin.chain } });
    expect(await refusal(pdf)).toBe('SIGNATURE_INVALID');
  });

  it('may bring its root, or its own certificate alone', async () => {
    for (const certificates of [issuer.chain, issuer.chain.slice(0, 1)]) {
      await expect(readPdf(make(undefined, { cms: { certificates } }))).resolves.toBeDefined();
    }
  });

  it('is refused where no byte under a signature leads from its certificates to a root', async () => {
    const sign = (validation: Uint8Array[]) =>
      signFile(makeFile(makeObjects(CREDENTIAL, validation)), issuer, {
        cms: { certificates: issuer.chain.slice(0, 2) },
      });
    expect(await refusal(sign([]))).toBe('STRUCTURE_REFUSED');
    expect(await refusal(sign([(await makeParty('issuer')).chain[2]!]))).toBe('STRUCTURE_REFUSED');
    expect(await refusal(sign([Uint8Array.of(5, 0)]))).toBe('STRUCTURE_REFUSED');
    const issuing = issuer.chain[1]!.slice();
    issuing[issuing.length - 5] = issuing.at(-5)! ^ 1;
    const changed = make(undefined, { cms: { certificates: [issuer.chain[0]!, issuing] } });
    expect(await refusal(changed)).toBe('STRUCTURE_REFUSED');
  });
});

// Families: Mladenov et al. 2019 (“1 Trillion Dollar Refund”), Mainka et al. 2021 (“Shadow Attacks”),
// Rohlmann et al. 2021 (“Breaking the Specification: PDF Certification”), Rohlmann et al. 2023 (EMA/SSA).
describe('PDF attacks', () => {
  const append = (bytes: Uint8Array, text: string): Uint8Array =>
    new Uint8Array(Buffer.concat([bytes, Buffer.from(text, 'latin1')]));

  it.each<[string, string]>([
    ['a byte after %%EOF', '\n'],
    ['text after %%EOF', 'junk'],
    ['a second %%EOF', '%%EOF\n'],
    ['an incremental update without a table', '8 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n%%EOF\n'],
    [
      'an incremental update',
      '8 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\nxref\n8 1\n0000020000 00000 n \ntrailer\n<</Size 12/Root 1 0 R/Prev 1>>\nstartxref\n20060\n%%EOF\n',
    ],
  ])('incremental saving: %s', async (_, text) => {
    expect(await refusal(append(good, text))).toBe('STRUCTURE_REFUSED');
  });

  it('incremental saving: a whole second revision, well formed', async () => {
    const objects = '8 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n';
    const table = good.length + objects.length;
    const xref = `xref\n0 1\n0000000000 65535 f \n8 1\n${String(good.length).padStart(10, '0')} 00000 n \n`;
    const previous = /startxref\n(\d+)/.exec(Buffer.from(good).toString('latin1'))![1]!;
    const trailer = `trailer\n<</Size 12/Root 1 0 R/Prev ${previous}>>\nstartxref\n${table}\n%%EOF\n`;
    expect(await refusal(append(good, objects + xref + trailer))).toBe('STRUCTURE_REFUSED');
  });

  it('incremental saving before the signature is made, so that it is signed', async () => {
    const base = makeFile(makeObjects(CREDENTIAL, roots())).toString('latin1');
    const objects = '8 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n';
    const previous = /startxref\n(\d+)/.exec(base)![1]!;
    const xref = `xref\n0 1\n0000000000 65535 f \n8 1\n${String(base.length).padStart(10, '0')} 00000 n \n`;
    const tail = `trailer\n<</Size 12/Root 1 0 R/Prev ${previous}>>\nstartxref\n${base.length + objects.length}\n%%EOF\n`;
    const file = Buffer.from(base + objects + xref + tail, 'latin1');
    expect(await refusal(signFile(file, issuer))).toBe('STRUCTURE_REFUSED');
  });

  it('universal signature forgery: each entry of the signature removed, emptied or of another kind', async () => {
    for (const [from, to] of [
      ['/Contents <', '/Contentx <'],
      [/\/Contents <0+>/, '/Contents null'],
      [/\/Contents <0+>/, '/Contents <>'],
      [/\/Contents <0+>/, '/Contents ()'],
      ['/Adobe.PPKLite', '/Adobe.PPKMS'],
      ['/ETSI.CAdES.detached', '/adbe.pkcs7.detached'],
      ['/ETSI.CAdES.detached', '/adbe.x509.rsa_sha1'],
      ['/Type/Sig', '/Type/DocTimeStamp'],
    ] as const) {
      const objects = makeObjects(CREDENTIAL, roots());
      edit(5, from, to)(objects);
      const file = makeFile(objects);
      const bytes = file.includes('/Contents <0') ? signFile(file, issuer) : new Uint8Array(file);
      expect(await refusal(bytes)).toBe('STRUCTURE_REFUSED');
    }
  });

  it.each<[string, (range: { start: number; end: number; length: number }) => string]>([
    ['is missing its second half', ({ start }) => `0 ${start} ${start} 0`],
    ['begins after the start', ({ start, end, length }) => `1 ${start - 1} ${end} ${length - end}`],
    [
      'leaves the dictionary’s end unsigned',
      ({ start, end, length }) => `0 ${start} ${end + 1} ${length - end - 1}`,
    ],
    ['leaves a byte before it unsigned', ({ start, end, length }) => `0 ${start - 1} ${end} ${length - end}`],
    ['signs the brackets', ({ start, end, length }) => `0 ${start + 1} ${end - 1} ${length - end + 1}`],
    ['ends before the file does', ({ start, end, length }) => `0 ${start} ${end} ${length - end - 1}`],
    ['goes beyond the file', ({ start, end, length }) => `0 ${start} ${end} ${length - end + 1}`],
    ['has six numbers', ({ start, end, length }) => `0 ${start} ${end} 1 ${end + 1} ${length - end - 1}`],
    ['has negative numbers', ({ start, end, length }) => `0 ${start} ${end} -${length - end}`],
    ['has reals', ({ start, end, length }) => `0 ${start}.5 ${end} ${length - end}`],
    ['is empty', () => ''],
  ])('ByteRange that %s', async (_, range) => {
    const file = makeFile(makeObjects(CREDENTIAL, roots()));
    const at = file.indexOf('/ByteRange [');
    const start = file.indexOf('/Contents <') + '/Contents '.length;
    const end = file.indexOf('>', start) + 1;
    file.write(range({ start, end, length: file.length }).padEnd(32), at + '/ByteRange ['.length, 'latin1');
    expect(await refusal(fillContents(file, issuer, { start, end }))).toBe('STRUCTURE_REFUSED');
  });

  it('signature wrapping: the signed bytes moved, others in their place', async () => {
    const text = Buffer.from(good).toString('latin1');
    const start = text.indexOf('/Contents <') + '/Contents '.length;
    const end = text.indexOf('>', start) + 1;
    const wrapped = `${text.slice(0, end)}>>endobj\n8 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n${text.slice(start)}`;
    expect(await refusal(new Uint8Array(Buffer.from(wrapped, 'latin1')))).toBe('STRUCTURE_REFUSED');
  });

  it.each<[string, (objects: Map<number, string>) => void]>([
    ['/Contents twice', edit(5, '/Contents <', '/Contents<00>/Contents <')],
    ['/Contents twice, once escaped', edit(5, '/Contents <', '/#43ontents<00>/Contents <')],
    ['/ByteRange twice', edit(5, '/ByteRange', '/ByteRange[0 1 2 3]/ByteRange')],
    [
      'a second signature',
      (o) => o.set(12, '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<00>>>'),
    ],
    ['a second ByteRange elsewhere', (o) => o.set(12, '<</ByteRange[0 1 2 3]>>')],
    ['a second signature field', (o) => o.set(12, '<</FT/Sig/T(other)>>')],
    [
      'a text field',
      (o) => {
        edit(1, '[4 0 R]', '[4 0 R 12 0 R]')(o);
        o.set(12, '<</FT/Tx/T(name)/V(another name)>>');
      },
    ],
    ['a signature outside its field', edit(4, '/V 5 0 R', '/V null')],
    ['a document timestamp', (o) => o.set(12, '<</Type/DocTimeStamp>>')],
    ['JavaScript', edit(1, '/Pages', '/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Pages')],
    ['JavaScript, its name escaped', (o) => o.set(12, '<</S/J#61vaScript>>')],
    ['an action to launch', (o) => o.set(12, '<</S/Launch/F(x)>>')],
    ['additional actions', edit(3, '/Parent', '/AA<<>>/Parent')],
    ['optional content that hides', edit(1, '/Pages', '/OCProperties<<>>/Pages')],
    ['XFA', edit(1, '/SigFlags', '/XFA()/SigFlags')],
    ['an object stream', (o) => o.set(12, '<</Type/ObjStm/N 0/First 0/Length 0>>\nstream\n\nendstream')],
    ['a cross-reference stream', (o) => o.set(12, '<</Type/XRef/Length 0>>\nstream\n\nendstream')],
    ['an object under another’s number', edit(8, /^/, '<<>>\nendobj\n9 0 obj\n')],
    ['a stream longer than it says', edit(8, 'endstream', 'x\nendstream')],
    ['a stream of indirect length', edit(8, /Length \d+/, 'Length 9 0 R')],
    ['a comment in an object', edit(2, '/Kids', '%\n/Kids')],
    ['values nested without end', (o) => o.set(12, '['.repeat(5000) + ']'.repeat(5000))],
    ['a second attachment', (o) => o.set(12, '<</Type/Filespec/F(x)/EF<</F 7 0 R>>>>')],
    ['a second embedded file', (o) => o.set(12, '<</Type/EmbeddedFile/Length 0>>\nstream\n\nendstream')],
    ['an attachment that leads elsewhere', edit(6, '/EF<</F 7 0 R', '/EF<</F 8 0 R')],
    ['an attachment of another name', edit(6, '/F(credential.sd-jwt)', '/F(other.sd-jwt)')],
    ['an attachment that is not associated', edit(1, '/AF[6 0 R]', '/AF[]')],
    ['an attachment of another type', edit(7, 'dc+sd-jwt', 'dc+sd-jwx')],
    ['an attachment in another encoding', edit(7, '/FlateDecode', '/LZWDecode')],
    ['an attachment that is not deflated', edit(7, /stream\n[\s\S]{4}/, 'stream\nxxxx')],
    [
      'an attachment that is a bomb',
      (o) => {
        const bomb = makeObjects('0'.repeat(20_000_000));
        o.set(7, bomb.get(7)!);
      },
    ],
  ])('signed by the issuer, and refused all the same: %s', async (_, change) => {
    expect(await refusal(make(change))).toBe('STRUCTURE_REFUSED');
  });

  it.each<[string, string]>([
    ['an earlier revision', '/Prev 10'],
    ['a hybrid table', '/XRefStm 10'],
    ['encryption', '/Encrypt 9 0 R'],
    ['a second root', '/Root 2 0 R'],
  ])('a trailer with %s', async (_, trailer) => {
    expect(await refusal(make(undefined, {}, trailer))).toBe('STRUCTURE_REFUSED');
  });

  it('a header that is moved, or of another version', async () => {
    const file = makeFile(makeObjects(CREDENTIAL, roots())).toString('latin1');
    for (const other of [file.replace('PDF-1.7', 'PDF-2.0'), file.replace('\xe2', 'x'), `\n${file}`]) {
      const code = await refusal(signFile(Buffer.from(other, 'latin1'), issuer));
      expect(['STRUCTURE_REFUSED', 'NOT_A_CERTIFICATE']).toContain(code);
    }
  });
});

describe('files that begin alike', () => {
  /** Of which the first object alone has 6,000 bytes; `key` stands in the second. */
  function beginning(key: string, credential: string): Uint8Array {
    const objects = makeObjects(credential, roots());
    edit(1, />>$/, `/Length 6000>>\nstream\n${'x'.repeat(6000)}\nendstream`)(objects);
    edit(2, '/Count', `/${key} 1/Count`)(objects);
    const cms = { certificates: issuer.chain.slice(0, 2) };
    return signFile(makeFile(objects), issuer, { unsigned: complete, cms });
  }
  const buffer = Buffer.alloc(65_536);
  /** As somebody reads who has one buffer for all files. */
  const into = (file: Uint8Array): Uint8Array => {
    buffer.fill(0).set(file);
    return buffer.subarray(0, file.length);
  };

  it('are each judged by their own bytes, whatever was read before', async () => {
    const credentials = ['a', 'b', 'c', 'd'].map((letter) => `${letter}${CREDENTIAL}`);
    const files = credentials.map((credential) => beginning('OpenActiox', credential));
    for (const [n, file] of files.entries())
      expect((await readPdf(into(file))).credential).toBe(credentials[n]);
    const changed = Buffer.from(files[0]!);
    changed[changed.indexOf('xxx')] = 0x79;
    expect(await refusal(into(changed))).toBe('SIGNATURE_INVALID');
    // A table that has an object of the beginning elsewhere.
    const moved = Buffer.from(files[0]!);
    const first = moved.indexOf('\n', moved.indexOf('\nxref\n') + 6) + 1 + 20;
    moved[first + 9]! ^= 1;
    expect(await refusal(into(moved))).toBe('STRUCTURE_REFUSED');
    // What acts, in the place of what does not.
    expect(await refusal(into(beginning('OpenAction', CREDENTIAL)))).toBe('STRUCTURE_REFUSED');
    expect((await readPdf(into(files[3]!))).credential).toBe(credentials[3]);
  });

  it('are all refused for what stands in their beginning', async () => {
    for (const letter of ['a', 'b', 'c', 'd'])
      expect(await refusal(beginning('OpenAction', `${letter}${CREDENTIAL}`))).toBe('STRUCTURE_REFUSED');
  });
});

describe('what is no certificate', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a PDF of somebody else', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n'],
  ])('is named so: %s', async (_, text) => {
    expect(await refusal(new Uint8Array(Buffer.from(text)))).toBe('NOT_A_CERTIFICATE');
  });

  it('is refused when it is too large, before it is read', async () => {
    await expect(readPdf(good, { maxBytes: 100 })).rejects.toThrow(PdfError);
  });
});
