/** Verification receipts, the keys of windows and halls, proofs of filing. */
import { fromBase64Url, fromUtf8, toBase64Url, toHex, utf8 } from '../formats/bytes.js';
import { auditLeafInput } from '../formats/audit-leaf.js';
import { encodeFilingProof } from '../formats/filing-proof.js';
import { sha256Hex } from '../formats/hash.js';
import {
  encodeHallSuccession,
  encodeWindowCertificate,
  encodeWindowRevocations,
} from '../formats/hall-tokens.js';
import type { HallSigner, WindowCertificate, WindowRevocation } from '../formats/hall-tokens.js';
import { canonicalJson } from '../formats/json.js';
import type { Json, JsonObject } from '../formats/json.js';
import { jwkThumbprint } from '../formats/jwk.js';
import { leafHash, merkleTree } from '../formats/merkle.js';
import { signEs256 } from '../formats/repeatable.fixture.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import { encodeVerificationReceipt } from '../formats/verification-receipt.js';
import type { VerificationReceiptClaims } from '../formats/verification-receipt.js';
import { createVerifier } from '../verify/index.js';
import { codeOf } from './codes.fixture.js';
import { nonce } from './ledger.fixture.js';
import { json } from './set.fixture.js';
import type { PendingReceipt, VectorSet } from './set.fixture.js';
import { must } from './must.fixture.js';

const hallCode = '11330000MB2222222H';
const section = 'Verification receipt';

/** Before every clock that a reader may have. */
const filedAt = Date.parse('2025-06-01T00:00:00.000Z');

class Windows {
  constructor(readonly set: VectorSet) {}

  /** `named`: whose key it says it is. */
  async signer(name: string, named = name): Promise<HallSigner> {
    const { keys } = this.set.cast;
    const key = keys.privateKey(name);
    const keyId = await jwkThumbprint(keys.publicJwk(named));
    return { keyId, sign: (bytes) => Promise.resolve(signEs256(key, bytes)) };
  }

  /** What a window without a mirror recorded of a good code. */
  async claims(text: string): Promise<VerificationReceiptClaims> {
    const trustAnchor = this.set.ledger.anchor;
    const found = await createVerifier({ trustAnchor, clock: () => filedAt }).verifyQr(text);
    // The words of a code may change, and nothing here depends on them.
    const checks = found.checks.map((check) => ({ ...check, message: check.code }));
    const report = { ...found, checks, message: found.code };
    return {
      id: '5a'.repeat(16),
      at: '2026-11-24T04:05:00.000Z',
      place: '杭州市市民中心 12 号窗口',
      purpose: '办理落户',
      reference: '2026-0571-001',
      shown: { kind: 'qr', sha256: await sha256Hex(utf8(text)) },
      trustAnchor: await trustAnchorId(trustAnchor),
      report: report as unknown as JsonObject,
      withheld: [],
      software: '@certbridge/verifier-sdk 0.1.0',
    };
  }

  add(id: string, said: string, one: Omit<PendingReceipt, 'id' | 'section' | 'said'>): void {
    this.set.receipts.push({ id: `receipt/${id}`, section, ...one, said });
  }

  /** What a hall publishes, of which some windows were revoked. */
  async hall(
    name: string,
    revoked: readonly WindowRevocation[],
    {
      by = 'hall',
      named = by,
      from = Date.parse('2026-11-20T00:00:00Z') / 1000,
      begins = [from],
      life = 30 * 86_400,
      hall = hallCode,
      listBy = 'hall',
      listNamed = listBy,
      listHall = hallCode,
      succession,
    }: HallOptions = {},
  ): Promise<{ file: string; pinned: readonly string[] }> {
    const { keys } = this.set.cast;
    const signer = await this.signer(by, named);
    const certified = {
      ...{ hall, window: '0b1f0c1e-0000-4000-8000-000000000012', name: '12 号窗口' },
      ...{ key: keys.publicJwk('window'), trustAnchor: await trustAnchorId(this.set.ledger.anchor) },
    };
    const certificates: string[] = [];
    for (const notBefore of begins)
      certificates.push(
        await this.certificate({ ...certified, notBefore, notAfter: notBefore + life }, signer),
      );
    const list = { hall: listHall, at: from + 3600, mspId: 'ZhejiangMSP', revoked };
    const published = {
      ...{ v: 1, code: hallCode, name: '杭州市市民中心' },
      keys: ['hall', ...(succession && succession.isLost !== true ? ['hall-later'] : [])].map((of) =>
        keys.publicJwk(of),
      ),
      ...(succession && { successions: [await this.succession(succession, from)] }),
      ...{
        certificates,
        revocations: await encodeWindowRevocations(list, await this.signer(listBy, listNamed)),
      },
    };
    const file = this.set.put(`receipts/hall-${name}.json`, json(published));
    return { file, pinned: [await jwkThumbprint(keys.publicJwk('hall'))] };
  }

  /** Written even where no checker would take it. */
  async certificate(claims: WindowCertificate, signer: HallSigner): Promise<string> {
    const right = await encodeWindowCertificate({ ...claims, notAfter: claims.notBefore + 1 }, signer);
    const [header = '', payload = ''] = right.split('.');
    const said = JSON.parse(fromUtf8(fromBase64Url(payload))) as JsonObject;
    const input = `${header}.${toBase64Url(utf8(canonicalJson({ ...said, exp: claims.notAfter })))}`;
    return `${input}.${toBase64Url(await signer.sign(utf8(input)))}`;
  }

  async succession({ by = 'hall', named = by, hall = hallCode }: Succession, at: number): Promise<string> {
    const next = await jwkThumbprint(this.set.cast.keys.publicJwk('hall-later'));
    return encodeHallSuccession({ hall, at, next }, await this.signer(by, named));
  }
}

interface HallOptions {
  /** Who signs the certificate. */
  readonly by?: string;
  /** Who it says signed it. */
  readonly named?: string;
  /** When that begins, in seconds since 1970. */
  readonly from?: number;
  /** When several begin, one after the other, instead. */
  readonly begins?: readonly number[];
  /** Seconds that they live; 30 days. */
  readonly life?: number;
  /** Whose it says it is. */
  readonly hall?: string;
  /** Who signs the list of revoked windows. */
  readonly listBy?: string;
  readonly listNamed?: string;
  readonly listHall?: string;
  readonly succession?: Succession;
}

/** That the hall's later key takes the place of another. */
interface Succession {
  /** Who signs it. */
  readonly by?: string;
  /** Who it says signed it. */
  readonly named?: string;
  readonly hall?: string;
  /** Whether the hall does not publish the later key. */
  readonly isLost?: boolean;
}

export async function addReceiptCases(set: VectorSet): Promise<void> {
  const windows = new Windows(set);
  const { text } = await codeOf(set.cast.issuer, 'good');
  const claims = await windows.claims(text);
  const signer = await windows.signer('window');
  const own = await encodeVerificationReceipt(claims, signer);
  const pinned = (id: string, more: JsonObject = {}, key = 'window'): string =>
    set.put(`receipts/${id}.json`, json({ keys: [{ ...set.cast.keys.publicJwk(key), ...more }] }));
  const windowKeys = pinned('window-keys', { name: '12 号窗口' });
  windows.add('good', 'valid OK', { text: own, windowKeys, shown: text });
  windows.add('without-what-was-shown', 'valid OK', { text: own, windowKeys });
  windows.add('of-another-code', 'invalid SHOWN_MISMATCH', { text: own, windowKeys, shown: `${text}0` });
  const others = pinned('other-keys', {}, 'stranger');
  windows.add('of-a-key-that-is-not-pinned', 'indeterminate WINDOW_KEY_UNKNOWN', {
    text: own,
    windowKeys: others,
  });
  const at = Date.parse(claims.at) / 1000;
  const ended = pinned('ended-key', { exp: at });
  windows.add('at-the-end-of-its-key', 'invalid WINDOW_KEY_NOT_CURRENT', { text: own, windowKeys: ended });
  const begun = pinned('begun-key', { nbf: at, exp: at + 1 });
  windows.add('in-the-one-second-of-its-key', 'valid OK', { text: own, windowKeys: begun });
  const future = pinned('future-key', { nbf: at + 1 });
  windows.add('before-its-key', 'invalid WINDOW_KEY_NOT_CURRENT', { text: own, windowKeys: future });
  const [header = '', payload = '', signature = ''] = own.split('.');
  const said = JSON.parse(fromUtf8(fromBase64Url(payload))) as Record<string, Json>;
  const encoded = (value: Json, write = canonicalJson): string => toBase64Url(utf8(write(value)));
  const changed = `${header}.${encoded({ ...said, purpose: '办理结婚登记' })}.${signature}`;
  windows.add('changed', 'invalid WINDOW_SIGNATURE_INVALID', { text: changed, windowKeys });
  const malformed = 'invalid VERIFICATION_RECEIPT_MALFORMED';
  const signed = async (head: string, body: string): Promise<string> =>
    `${head}.${body}.${toBase64Url(await signer.sign(utf8(`${head}.${body}`)))}`;
  const loose = encoded(said, (value) => JSON.stringify(value, null, 1));
  windows.add('not-canonical', malformed, { text: await signed(header, loose), windowKeys });
  const more = await signed(header, encoded({ ...said, later: 1 }));
  windows.add('with-an-unknown-claim', malformed, { text: more, windowKeys });
  const typ = encoded({ alg: 'ES256', kid: signer.keyId, typ: 'JWT' });
  windows.add('another-typ', malformed, { text: await signed(typ, payload), windowKeys });
  const never = await signed(header, encoded({ ...said, iat: 253_402_300_800 }));
  windows.add('after-the-year-9999', malformed, { text: never, windowKeys });
  windows.add('cut', malformed, { text: own.slice(0, -10), windowKeys });
  windows.add('nothing', malformed, { text: '', windowKeys });
  await addHalls(windows, own);
}

async function addHalls(windows: Windows, text: string): Promise<void> {
  const { set } = windows;
  windows.add('by-a-halls-window', 'valid OK', { text, hall: await windows.hall('good', []) });
  const unknown = 'indeterminate WINDOW_KEY_UNKNOWN';
  const stranger = await windows.hall('of-a-stranger', [], { by: 'stranger' });
  windows.add('certified-by-a-stranger', unknown, { text, hall: stranger });
  const another = await windows.hall('of-another', [], { hall: '11330000MB3333333K' });
  windows.add('certified-for-another-hall', unknown, { text, hall: another });
  const late = await windows.hall('late', [], { from: Date.parse('2026-12-01T00:00:00Z') / 1000 });
  windows.add('before-its-certificate', 'invalid WINDOW_KEY_NOT_CURRENT', { text, hall: late });
  const named = await windows.hall('in-its-name', [], { by: 'stranger', named: 'hall' });
  windows.add('certified-in-the-halls-name', unknown, { text, hall: named });
  const day = 86_400;
  for (const [id, life] of Object.entries({ 'longer-than-30-days': 30 * day + 1, 'for-no-time': 0 }))
    windows.add(`certified-${id}`, unknown, { text, hall: await windows.hall(`lives-${id}`, [], { life }) });
  const at = Date.parse('2026-11-20T00:00:00Z') / 1000;
  const begins = [at - 60 * day, at + 60 * day, at, at + 90 * day];
  const several = await windows.hall('several-certificates', [], { begins });
  windows.add('by-one-certificate-of-several', 'valid OK', { text, hall: several });
  // Without a list that the hall signed, nothing of it can be used.
  for (const [id, options] of Object.entries<HallOptions>({
    'of-a-stranger': { listBy: 'stranger' },
    'in-the-halls-name': { listBy: 'stranger', listNamed: 'hall' },
    'of-another-hall': { listHall: '11330000MB3333333K' },
  }))
    windows.add(`list-${id}`, unknown, { text, hall: await windows.hall(`list-${id}`, [], options) });
  const other = await jwkThumbprint(set.cast.keys.publicJwk('stranger'));
  const elsewhere = await windows.hall('another-revoked', [{ key: other, at: 1_767_225_600, after: 1 }]);
  windows.add('another-window-revoked', 'valid OK', { text, hall: elsewhere });
  await addSuccessions(windows, text);
  const key = await jwkThumbprint(set.cast.keys.publicJwk('window'));
  const revoked = (after: number) =>
    windows.hall(`revoked-after-${after}`, [{ key, at: 1_767_225_600, after }]);
  const proofs = await filingProofs(set, text);
  const hall = await revoked(2);
  windows.add('of-a-revoked-window', 'indeterminate WINDOW_KEY_REVOKED', { text, hall });
  const trustAnchor = 'good';
  const filed = (proof: string) => ({ text, proof, trustAnchor });
  windows.add('filed-before-the-revocation', 'valid OK', { ...filed(proofs.good), hall });
  windows.add('filed-after-the-revocation', 'invalid FILED_AFTER_REVOCATION', {
    ...filed(proofs.good),
    hall: await revoked(1),
  });
  windows.add('filed-and-not-revoked', 'valid OK', {
    ...filed(proofs.good),
    hall: await windows.hall('good', []),
  });
  for (const [id, proof] of Object.entries(proofs).filter(([name]) => name !== 'good'))
    windows.add(`proof-${id}`, 'indeterminate FILING_PROOF_REFUSED', { ...filed(proof), hall });
}

/** Of a hall whose key another took the place of, as one says or as the pinned one does. */
async function addSuccessions(windows: Windows, text: string): Promise<void> {
  const [listBy, by] = ['hall-later', 'hall-later'];
  const followed = await windows.hall('succeeded', [], { by, listBy, succession: {} });
  windows.add('by-the-halls-later-key', 'valid OK', { text, hall: followed });
  const unknown = 'indeterminate WINDOW_KEY_UNKNOWN';
  const late = await windows.hall('certified-by-the-former', [], { listBy, succession: {} });
  windows.add('certified-by-the-former-key', unknown, { text, hall: late });
  const lost = await windows.hall('succeeded-by-nobody', [], { succession: { isLost: true } });
  windows.add('succession-by-a-key-that-is-not-there', 'valid OK', { text, hall: lost });
  for (const [id, succession] of Object.entries<Succession>({
    'a-stranger': { by: 'stranger' },
    'a-stranger-in-its-name': { by: 'stranger', named: 'hall' },
    'another-hall': { hall: '11330000MB3333333K' },
  })) {
    const hall = await windows.hall(`succeeded-by-${id}`, [], { by, succession });
    windows.add(`succession-by-${id}`, unknown, { text, hall });
    const listed = await windows.hall(`list-after-one-by-${id}`, [], { by, listBy, succession });
    windows.add(`list-after-a-succession-by-${id}`, unknown, { text, hall: listed });
  }
}

/** The second of some records of an audit tree is that the receipt was filed. */
async function filingProofs(
  set: VectorSet,
  text: string,
): Promise<Readonly<Record<string, string>> & { good: string }> {
  const ledger = set.ledgerAt(filedAt);
  const record = (id: number, more: object = {}) => ({
    ...{
      id,
      at: '2025-05-31T00:00:00.000Z',
      act: 'receipt.filed',
      kind: 'system',
      actor: 'window-12',
      roles: ['clerk'],
    },
    ...{ issuer: hallCode, batch: null, certificate: null, subject: null, request: null, filed: null },
    ...{ details: 'd'.repeat(64), ...more },
  });
  const filed = await sha256Hex(utf8(text));
  const records = [
    record(1, { filed: 'e'.repeat(64) }),
    record(2, { filed }),
    record(3),
    record(4, { filed, act: 'receipt.read' }),
    record(5, { filed, issuer: '11330000MB3333333K' }),
  ];
  const leaves = await Promise.all(records.map((one) => leafHash(utf8(auditLeafInput(one)))));
  const tree = await merkleTree(leaves);
  const head = { size: records.length, root: toHex(tree.root), time: ledger.time };
  const proof = (change: object = {}, about: object = {}): Uint8Array => {
    const statement = ledger.statement('audit', { mspId: 'ZhejiangMSP', nonce, head });
    const attestation = ledger.attest(statement);
    const stated = { v: 1, mspId: 'ZhejiangMSP', nonce, attestation, ...about } as const;
    const path = tree.proof(1).map(toHex);
    return encodeFilingProof({ record: must(records[1]), position: 1, path, head: stated, ...change });
  };
  const put = (name: string, bytes: Uint8Array): string => set.put(`receipts/proof-${name}.json`, bytes);
  const of = (at: number): Uint8Array =>
    proof({ record: must(records[at]), position: at, path: tree.proof(at).map(toHex) });
  const nothing = ledger.attest(ledger.statement('audit', { mspId: 'ZhejiangMSP', nonce, head: null }));
  const alone = ledger.attest(ledger.statement('audit', { mspId: 'ZhejiangMSP', nonce, head }), {
    endorsers: [ledger.peersOf.zhejiang],
  });
  return {
    good: put('good', proof()),
    'of-another-record': put('of-another-record', proof({ record: must(records[0]) })),
    'of-another-receipt': put('of-another-receipt', of(0)),
    'of-another-act': put('of-another-act', of(3)),
    'of-another-hall': put('of-another-hall', of(4)),
    'of-a-tree-that-was-never-stated': put('never-stated', proof({}, { attestation: nothing })),
    'at-another-place': put('at-another-place', proof({ position: 0 })),
    'of-one-province': put('of-one-province', proof({}, { attestation: alone })),
  };
}
