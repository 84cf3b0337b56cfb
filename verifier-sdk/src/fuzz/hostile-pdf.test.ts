import { X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  TestNetwork,
  TestServers,
  issuerCode,
  issuerKeyOf,
  newIssuerKey,
  typeCode,
} from '../attestation/network.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import { toHex } from '../formats/bytes.js';
import { credentialDigest, issueCredential } from '../formats/credential.js';
import { formatIdentifier } from '../formats/identifier.js';
import { MemoryStore, openMirror, syncMirror } from '../mirror/index.js';
import { createVerifier } from '../verify/index.js';
import type { Report, Verifier } from '../verify/index.js';
import {
  foreignAttribute,
  makeFile,
  makeObjects,
  makeParty,
  makeTimestamp,
  receiptAttribute,
  sha256,
  signFile,
  timestampAttribute,
} from '../pdf/handmade.fixture.js';
import type { Party, SigningChanges } from '../pdf/handmade.fixture.js';
import { readPdf } from '../pdf/index.js';
import { Random } from './random.fixture.js';

/** A genuine certificate before it is put together, so that an attacker can do it otherwise. */
interface Genuine {
  readonly file: Buffer;
  readonly receipt: Uint8Array;
  readonly pdf: Uint8Array;
}

const random = Random.seeded();

let party: Party;
let stranger: Party;
let authority: Party;
let key: TestKey;
let credentialKey: TestKey;
let world: TestNetwork;
let verifier: Verifier;
let mine: Genuine;
let another: Genuine;
let laterEntry: Genuine;

const stamp = (signature: Uint8Array): Uint8Array =>
  timestampAttribute(
    makeTimestamp(authority, signature, undefined, { certificates: authority.chain.slice(0, 2) }),
  );

function sign(file: Buffer, receipt?: Uint8Array, changes: SigningChanges = {}): Uint8Array {
  return signFile(Buffer.from(file), party, {
    cms: { certificates: party.chain.slice(0, 2) },
    unsigned: (signature) => [stamp(signature), ...(receipt ? [receiptAttribute(receipt)] : [])],
    ...changes,
  });
}

async function credentialOf(certId: Uint8Array, name: string): Promise<{ text: string; jwt: string }> {
  const serial = toHex(certId.subarray(0, 8)).toUpperCase();
  const identifier = formatIdentifier({ type: typeCode, issuer: issuerCode, serial, version: '001' });
  const dates = { issuedOn: '2026-11-24', validFrom: '2026-11-24', validUntil: null };
  const type = { typeCode, typeVersion: 1, typeName: '居住证' };
  return issueCredential(
    {
      issuer: issuerCode,
      kid: toHex(credentialKey.kid),
      ...type,
      identifier,
      certId,
      ...dates,
      fields: { name },
    },
    credentialKey.sign,
  );
}

function fileOf(text: string): Buffer {
  const objects = makeObjects(text, [party.chain[2]!, authority.chain[2]!]);
  objects.set(5, objects.get(5)!.replace('0'.repeat(8000), '0'.repeat(15_000)));
  return makeFile(objects);
}

/** Issues certificates and anchors them in one entry. */
async function issue(names: readonly string[]): Promise<Genuine[]> {
  const made = await Promise.all(
    names.map(async (name) => {
      const certId = sha256(Buffer.from(name)).subarray(0, 16);
      const { text, jwt } = await credentialOf(certId, name);
      const file = fileOf(text);
      const { digest } = await readPdf(sign(file));
      const leaf = { certId, qr: sha256(certId), credential: await credentialDigest(jwt), pdf: digest };
      return { file, leaf };
    }),
  );
  const { receipts } = await world.anchorTree(
    made.map(({ leaf }) => leaf),
    [key, credentialKey],
  );
  return made.map(({ file }, i) => ({ file, receipt: receipts[i]!, pdf: sign(file, receipts[i]) }));
}

beforeAll(async () => {
  [party, stranger, authority] = await Promise.all([
    makeParty('示例市民政局'),
    makeParty('示例市民政局'),
    makeParty('tsa', { timestamps: true }),
  ]);
  const spki = new X509Certificate(party.chain[0]!).publicKey.export({ type: 'spki', format: 'der' });
  key = await issuerKeyOf(party.key, new Uint8Array(spki));
  credentialKey = await newIssuerKey();
  world = await TestNetwork.withIssuer(key, undefined, credentialKey);
  const [first, second] = await issue(['张三', '李四']);
  const [third] = await issue(['王五']);
  [mine, another, laterEntry] = [first!, second!, third!];
  world.beat();
  await world.publish();
  const mirror = await openMirror(new MemoryStore(), { trustAnchor: world.anchor, clock: world.clock });
  await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
  verifier = createVerifier({ trustAnchor: world.anchor, mirror, clock: world.clock });
});

const short = ({ verdict, code }: Report): string => `${verdict} ${code}`;
const judge = async (pdf: Uint8Array): Promise<string> => short(await verifier.verifyPdf(pdf));

describe('a genuine PDF', () => {
  it('is valid, so that what follows is not refused for another reason', async () => {
    for (const { pdf } of [mine, another, laterEntry]) expect(await judge(pdf)).toBe('valid OK');
  });

  it('with every single byte changed in turn is never valid, and nothing crashes', async () => {
    const digits = '0123456789abcdef';
    const from = Buffer.from(mine.pdf).indexOf('/Contents <') + '/Contents <'.length;
    const to = Buffer.from(mine.pdf).indexOf('>', from);
    const seen = new Set<string>();
    const rounds = Math.max(1, (fc.readConfigureGlobal().numRuns ?? 0) / 10_000);
    for (let place = 0; place < rounds * mine.pdf.length; place += 1) {
      const at = place % mine.pdf.length;
      const changed = mine.pdf.slice();
      const before = changed[at]!;
      // In the signature another hex digit, which is what gets furthest; elsewhere any other byte.
      // Every other one by the next digit, so that a version, wherever it stands, becomes a later one.
      const step = at % 2 === 0 ? 1 : 1 + random.below(15);
      const digit = digits[(digits.indexOf(String.fromCharCode(before)) + step) % 16]!;
      changed[at] = at >= from && at < to ? digit.charCodeAt(0) : before ^ (1 + random.below(255));
      const report = await verifier.verifyPdf(changed);
      expect(report.verdict, `byte ${at}, ${before} to ${changed[at]}`).not.toBe('valid');
      seen.add(short(report));
    }
    expect([...seen].sort()).toEqual([
      'indeterminate RECEIPT_UNUSABLE',
      'indeterminate TIMESTAMP_UNUSABLE',
      // A receipt's version, which nobody signs, may be one that is yet to come.
      'indeterminate UPDATE_NEEDED',
      'invalid NOT_A_CERTIFICATE',
      'invalid SIGNATURE_INVALID',
      'invalid STRUCTURE_REFUSED',
    ]);
  });

  it('cut or prolonged anywhere is never valid', async () => {
    for (let length = 0; length < mine.pdf.length; length += 53) {
      expect(await judge(mine.pdf.subarray(0, length)), `${length}`).toBe('indeterminate PDF_UNREADABLE');
    }
    for (const tail of ['\n', ' ', '\0', '%', '%%EOF\n', 'trailer\n', 'startxref\n0\n%%EOF\n']) {
      const longer = new Uint8Array(Buffer.concat([mine.pdf, Buffer.from(tail)]));
      expect(await judge(longer)).toBe('invalid STRUCTURE_REFUSED');
    }
  });
});

describe('a page without a signature', () => {
  it.each(['0 0 1000 0.1', '0 0 0.1 1000'])('too thin for a pixel (%s) shows no code', async (box) => {
    const objects = new Map([
      [1, '<</Type/Catalog/Pages 2 0 R>>'],
      [2, '<</Type/Pages/Kids[3 0 R]/Count 1>>'],
      [3, `<</Type/Page/Parent 2 0 R/MediaBox[${box}]>>`],
    ]);
    expect(await judge(makeFile(objects))).toBe('indeterminate PDF_WITHOUT_SIGNATURE');
  });
});

describe('parts of one certificate in another', () => {
  it('a foreign receipt, of the same entry or of another, leaves the question open', async () => {
    expect(await judge(sign(mine.file, another.receipt))).toBe('indeterminate RECEIPT_UNUSABLE');
    expect(await judge(sign(mine.file, laterEntry.receipt))).toBe('indeterminate RECEIPT_UNUSABLE');
  });

  it('an attachment swapped after signing breaks the signature', async () => {
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
    const streamOf = (pdf: string): string => /7 0 obj\n[\s\S]*?endobj\n/.exec(pdf)![0];
    const swapped = text(mine.pdf).replace(streamOf(text(mine.pdf)), () => streamOf(text(another.pdf)));
    expect(await judge(new Uint8Array(Buffer.from(swapped, 'latin1')))).toMatch(/^invalid/);
  });

  it('a signature taken from another certificate is no signature of this one', async () => {
    const contents = (pdf: Uint8Array): string =>
      /\/Contents <[0-9a-f]+>/.exec(Buffer.from(pdf).toString('latin1'))![0];
    const moved = Buffer.from(mine.pdf).toString('latin1').replace(contents(mine.pdf), contents(another.pdf));
    expect(await judge(new Uint8Array(Buffer.from(moved, 'latin1')))).toBe('invalid SIGNATURE_INVALID');
  });

  it('another certificate’s credential, signed in by the issuer itself, is not what was anchored', async () => {
    const { text } = await credentialOf(sha256(Buffer.from('李四')).subarray(0, 16), '李四');
    expect(await judge(sign(fileOf(text), mine.receipt))).toBe('indeterminate RECEIPT_UNUSABLE');
  });

  it('a copy of the certificate by a stranger of the same name is forged', async () => {
    const forged = signFile(fileOf((await credentialOf(new Uint8Array(16), '张三')).text), stranger, {
      unsigned: (signature) => [stamp(signature), receiptAttribute(mine.receipt)],
    });
    expect(await judge(forged)).toMatch(/^invalid/);
  });

  it('something foreign among the unsigned attributes leaves the question open', async () => {
    const unsigned = (signature: Uint8Array): Uint8Array[] => [
      stamp(signature),
      receiptAttribute(mine.receipt),
      foreignAttribute(),
    ];
    expect(await judge(sign(mine.file, undefined, { unsigned }))).toMatch(/^indeterminate/);
  });
});
