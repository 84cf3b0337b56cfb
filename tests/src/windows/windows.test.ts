import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import {
  HallWindows,
  checkFiling,
  checkVerificationReceipt,
  createWindowKey,
  jwkThumbprint,
  parseFilingProof,
  proveWindowKey,
  publicWindowKey,
  receiptsInPdf,
  trustAnchorId,
  windowSigner,
} from '@certbridge/verifier-sdk';
import type { Report } from '@certbridge/verifier-sdk';
import {
  encodeWindowCertificate,
  encodeWindowRevocations,
  parseHallKeys,
  parseWindowCertificate,
  parseWindowRevocations,
} from '@certbridge/verifier-sdk/formats';
import { readQr } from '@certbridge/verifier-sdk/image';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../console/looks.js';
import { drawnSignature } from '../documents/drawn-signature.js';
import { runProgram } from '../programs.js';
import { missing } from '../requirements.js';
import { usccOf } from '../samples/numbers.js';
import { Visitor, launch } from '../verify-page/phone.js';
import { scan } from '../window/scanner.js';
import { Hall } from './hall.js';
import type { Answer, PairedWindow } from './hall.js';

let folder = '';
let bridge: CertBridge;
let hall: Hall;
let window: PairedWindow;
/** A residence permit, and what a window says of it. */
let permit: Buffer;
let report: Report;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-windows-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_AUDIT_EVERY: '1s',
    CERTBRIDGE_BEAT_EVERY: '1s',
  });
  bridge = await startCertBridge({ settings, seed: 'certificates', throwAway: true });
  hall = await Hall.open(bridge, usccOf('11330199', '00000001'));
  window = await hall.pair('12 号窗口');
  permit = await residencePermit();
  report = await hall.verify(permit);
});
afterAll(async () => {
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

/** One of those that this service issued at its start. */
async function residencePermit(): Promise<Buffer> {
  const { database, types } = bridge.service;
  const { rows } = await database.query<{ issuer: string; id: string }>(
    `SELECT issuer, encode(cert_id, 'hex') AS id FROM certificates WHERE type = $1 ORDER BY line LIMIT 1`,
    [types.newest('residence-permit').code],
  );
  const { issuer, id } = rows[0]!;
  const response = await fetch(`${bridge.url}/api/v1/issuers/${issuer}/certificates/${id}/document`, {
    headers: { authorization: `Bearer ${await bridge.token('operator')}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

describe('pairing a window', () => {
  it('certifies a PC for 30 days once an administrator has read both fingerprints on it', async () => {
    const { signer, answer } = await hall.ask('1 号窗口');
    expect(answer).toMatchObject({ status: 200, body: { state: 'asked', certificate: null } });
    const { id, fingerprint, trustAnchor } = answer.body;
    const decide = `/windows/${String(id)}/decision`;
    for (const wrong of [{ fingerprint: 'A'.repeat(43) }, { trustAnchor: '0'.repeat(64) }]) {
      const json = { approve: true, fingerprint, trustAnchor, ...wrong };
      const refused = await hall.send('administrator', decide, { json });
      expect([refused.status, refused.body['code']]).toEqual([422, 'FINGERPRINT_MISMATCH']);
    }
    const json = { approve: true, fingerprint, trustAnchor };
    const { status, body } = await hall.send('administrator', decide, { json });
    expect([status, body['state']]).toEqual([200, 'paired']);
    const hallKeys = parseHallKeys(JSON.stringify((await hall.send('', '/keys')).body));
    expect(hallKeys.certificates).toContain(body['certificate']);
    const certificate = parseWindowCertificate(String(body['certificate']));
    expect(await certificate.isSignedBy(hallKeys.keys[0]!)).toBe(true);
    expect(certificate.claims).toMatchObject({
      hall: hall.code,
      name: '1 号窗口',
      key: signer.publicKey,
      trustAnchor: await trustAnchorId(hall.trustAnchor),
    });
    expect(certificate.claims.notAfter - certificate.claims.notBefore).toBe(30 * 86_400);
    expect((await hall.send('administrator', decide, { json })).body['code']).toBe('PAIRING_DECIDED');
  });

  it('wants a proof by the very key, for this hall, of now', async () => {
    const { signer, answer } = await hall.ask('2 号窗口');
    const other = (await hall.ask('3 号窗口')).signer;
    const rest = { name: '2 号窗口', trustAnchor: answer.body['trustAnchor'] };
    for (const proof of [
      'x.y.z',
      await proveWindowKey(hall.code, other),
      await proveWindowKey(usccOf('11330199', '00000002'), signer),
      await proveWindowKey(hall.code, signer, Date.now() - 3_600_000),
    ]) {
      const json = { ...rest, key: signer.publicKey, proof };
      const { status, body } = await hall.send('clerk', '/windows', { json });
      expect([status, body['code']]).toEqual([422, 'WINDOW_PROOF_REFUSED']);
    }
  });

  it('renews the certificate of a key for its holder alone, and revokes it for ever', async () => {
    const window = await hall.pair('4 号窗口');
    const renewal = `/windows/${window.id}/renewal`;
    const proof = await proveWindowKey(hall.code, window.signer);
    expect((await hall.send('clerk', renewal, { json: { proof } })).status).toBe(200);
    const stolen = await proveWindowKey(hall.code, (await hall.pair('5 号窗口')).signer);
    expect((await hall.send('clerk', renewal, { json: { proof: stolen } })).status).toBe(422);
    expect((await hall.revoke(window, 'lost')).body['state']).toBe('revoked');
    const refused = await hall.send('clerk', renewal, { json: { proof } });
    expect(refused.body['code']).toBe('WINDOW_NOT_PAIRED');
    const hallKeys = parseHallKeys(JSON.stringify((await hall.send('', '/keys')).body));
    const list = parseWindowRevocations(hallKeys.revocations);
    expect(await list.isSignedBy(hallKeys.keys[0]!)).toBe(true);
    expect(list.claims.revoked.map(({ key }) => key)).toContain(window.fingerprint);
    // A lost profile is a new key: the old one never comes back.
    const again = { name: '4 号窗口', key: window.signer.publicKey, proof };
    const json = { ...again, trustAnchor: await trustAnchorId(hall.trustAnchor) };
    expect((await hall.send('clerk', '/windows', { json })).body['code']).toBe('WINDOW_KEY_TAKEN');
  });
});

describe('service items', () => {
  it('are twelve, each with a legal basis and materials that certificates of this service cover', async () => {
    const { items } = (await (await fetch(`${bridge.url}/api/v1/items`)).json()) as {
      items: { code: string; basis: unknown[]; materials: { certificates: unknown[] }[] }[];
    };
    expect(items).toHaveLength(12);
    for (const { basis, materials } of items) {
      expect(basis).not.toHaveLength(0);
      expect(materials.some(({ certificates }) => certificates.length > 0)).toBe(true);
    }
  });
});

interface CaseView {
  readonly materials: readonly { readonly id: string; readonly state: string }[];
  readonly lacking: readonly string[];
  readonly documents: readonly Record<string, unknown>[];
}

/** Who the permit is of. */
const holder = (): { readonly name: string; readonly number: string } => {
  const { name, idNumber } = report.certificate?.fields ?? {};
  if (typeof name !== 'string' || typeof idNumber !== 'string') throw new Error('the permit names nobody');
  return { name, number: idNumber };
};

async function openCase(of = holder(), id: string = crypto.randomUUID()): Promise<string> {
  const json = { item: 'senior-card', holder: of };
  const { status } = await hall.send('clerk', `/cases/${id}`, { method: 'PUT', json });
  expect(status).toBe(200);
  return id;
}

const show = (id: string, receipt: string): Promise<Answer<CaseView & { readonly code?: string }>> =>
  hall.send('clerk', `/cases/${id}/documents`, { json: { documents: [{ receipt }] } });

describe('a case', () => {
  it('is settled by verified certificates, paper and commitments, and counts what was not handed in', async () => {
    const id = await openCase();
    // What was lost on the way is sent again.
    await openCase(holder(), id);
    const shown = await show(id, await hall.receipt(window, report, permit));
    expect(shown.body.materials).toMatchObject([
      { id: 'identity', state: 'lacking' },
      { id: 'residence', state: 'certificate' },
      // This one has no photo.
      { id: 'photo', state: 'lacking' },
    ]);
    const accept = { json: { as: 'accepted' } };
    const refused = await hall.send('clerk', `/cases/${id}/closing`, accept);
    expect(refused.body).toMatchObject({ code: 'CASE_INCOMPLETE', lacking: ['identity', 'photo'] });
    for (const material of ['identity', 'photo']) {
      await hall.send('clerk', `/cases/${id}/materials/${material}`, { json: { as: 'paper' } });
    }
    expect((await hall.send('clerk', `/cases/${id}/closing`, accept)).body['closedAs']).toBe('accepted');
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    const { body } = await hall.send('auditor', `/case-figures?from=${month}&until=${month}`);
    expect(body['figures']).toMatchObject([
      { item: 'senior-card', month, certificate: 1, paper: 2, notHandedIn: 1 / 3 },
    ]);
  });

  it('takes a material later only as its item allows, puts what is overdue on top, and says so', async () => {
    const id = await openCase();
    const at = `/cases/${id}/materials/residence/commitment`;
    const inDays = (days: number): string =>
      new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
    const promise = (kind: string, days: number): Promise<Answer> =>
      hall.send('clerk', at, { json: { kind, due: inDays(days), reason: '居住证在换发中' } });
    expect((await promise('deferred', 5)).body['code']).toBe('COMMITMENT_NOT_ALLOWED');
    for (const days of [0, 31])
      expect((await promise('declared', days)).body['code']).toBe('COMMITMENT_DUE_WRONG');
    const made = (await promise('declared', 5)).body as unknown as CaseView;
    expect(made.lacking).toEqual(['identity', 'photo']);
    await bridge.service.database.query(`UPDATE case_commitments SET due = '2026-01-01' WHERE case_id = $1`, [
      id,
    ]);
    await openCase();
    const { body } = await hall.send<{ cases: unknown[] }>('clerk', '/cases');
    expect(body.cases[0]).toMatchObject({ id, attention: 'overdue', due: '2026-01-01' });
    // The certificate comes after all: nothing is owed any more.
    const shown = await show(id, await hall.receipt(window, report, permit));
    expect(shown.body.materials[1]).toMatchObject({ state: 'certificate', commitment: { isOverdue: false } });
  });

  it('has a commitment as a form, filled, with what was drawn on the screen, or a line to sign on', async () => {
    const id = await openCase();
    const at = `/cases/${id}/materials/residence/commitment`;
    const due = new Date(Date.now() + 8 * 3_600_000 + 5 * 86_400_000).toISOString().slice(0, 10);
    const promise = (signature?: Buffer): Promise<Answer> =>
      hall.send('clerk', at, {
        json: {
          ...{ kind: 'declared', due, reason: '居住证正在换发' },
          ...(signature && { signature: signature.toString('base64') }),
        },
      });
    expect((await hall.send('clerk', `${at}/document`)).body['code']).toBe('COMMITMENT_NOT_FOUND');
    const huge = Buffer.from(drawnSignature);
    huge.writeUInt32BE(60_000, 16);
    for (const wrong of [Buffer.from('x'), drawnSignature.subarray(0, 40), huge])
      expect((await promise(wrong)).body['code']).toBe('SIGNATURE_UNREADABLE');
    const formOf = async (): Promise<{ pdf: string; text: string }> => {
      const path = join(folder, 'form.pdf');
      await writeFile(path, await hall.file('auditor', `${at}/document`));
      if (missing('pdftotext')) return { pdf: '', text: '' };
      const [text, images] = await Promise.all([
        runProgram('pdftotext', [path, '-']),
        runProgram('pdfimages', ['-list', path]),
      ]);
      return { pdf: images.out, text: text.out.replaceAll(/\s/gu, '') };
    };
    expect((await promise()).status).toBe(200);
    const blank = await formOf();
    expect((await promise(drawnSignature)).status).toBe(200);
    const drawn = await formOf();
    if (missing('pdftotext')) return;
    const { name, number } = holder();
    for (const said of ['告知承诺书', name, number, '居住证正在换发', due])
      for (const { text } of [blank, drawn]) expect(text).toContain(said);
    expect(blank.text).toContain('＿＿＿');
    expect(blank.pdf).not.toContain(' image ');
    expect(drawn.text).not.toContain('＿＿＿');
    expect(drawn.pdf).toContain(' image ');
  });

  it('is told of by a list to print and to send, which names nobody', async () => {
    const response = await fetch(`${bridge.url}/api/v1/items/senior-card/document`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const path = join(folder, 'list.pdf');
    await writeFile(path, new Uint8Array(await response.arrayBuffer()));
    if (missing('pdftotext')) return;
    const { out } = await runProgram('pdftotext', [path, '-']);
    for (const said of ['一次性告知清单', '居住证', '告知承诺']) expect(out).toContain(said);
  });

  it('is not settled by a certificate that was lent', async () => {
    const id = await openCase({ ...holder(), number: '110101199003070012' });
    const { body } = await show(id, await hall.receipt(window, report, permit));
    expect(body.documents).toMatchObject([{ verdict: 'valid', coverage: 'holder-differs' }]);
    expect(body.lacking).toEqual(['identity', 'residence', 'photo']);
  });

  it('keeps nothing of whoever comes in the clear', async () => {
    const id = await openCase();
    await show(id, await hall.receipt(window, report, permit));
    const { database } = bridge.service;
    const { name, number } = holder();
    for (const table of ['cases', 'case_materials', 'case_commitments', 'filed_receipts', 'audit_records']) {
      const { rows } = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      const hex = (text: string): string => Buffer.from(text).toString('hex');
      for (const { row } of rows) {
        for (const secret of [name, number, hex(name), hex(number)]) expect(row).not.toContain(secret);
      }
    }
  });
});

describe('what could not be told', () => {
  /** Files it in a case of its own. */
  const file = async (): Promise<string> => {
    const unsure = await hall.verify(permit, false);
    expect(unsure.verdict).toBe('indeterminate');
    const id = await openCase();
    const receipt = await hall.receipt(window, unsure, permit);
    const content = { kind: 'pdf', bytes: permit.toString('base64') };
    const json = { documents: [{ receipt, content }] };
    const { body } = await hall.send<CaseView>('clerk', `/cases/${id}/documents`, { json });
    expect(body.lacking).toContain('residence');
    return id;
  };
  const isAnswered = async (id: string): Promise<boolean> => {
    const { rows } = await bridge.service.database.query(
      'SELECT FROM case_questions WHERE case_id = $1 AND answered_at IS NOT NULL AND content IS NULL',
      [id],
    );
    return rows.length > 0;
  };

  it('is checked again by the service itself, and the clerk told', async () => {
    const id = await file();
    while (!(await isAnswered(id))) await setTimeout(200);
    const listed = await hall.send<{ cases: { id: string; attention: unknown }[] }>('clerk', '/cases');
    expect(listed.body.cases.find((one) => one.id === id)?.attention).toBe('answered');
    const now = await hall.send<CaseView>('clerk', `/cases/${id}`);
    expect(now.body.documents).toMatchObject([{ isWaiting: false, later: { verdict: 'valid', code: 'OK' } }]);
    expect(now.body.materials[1]).toMatchObject({ id: 'residence', state: 'certificate' });
  });

  it('is answered though what was shown before it cannot be read', async () => {
    const { database } = bridge.service;
    const before = await file();
    while (!(await isAnswered(before))) await setTimeout(200);
    await database.query(
      `UPDATE case_questions SET answered_at = NULL, checked_at = NULL, content = '\\x00' WHERE case_id = $1`,
      [before],
    );
    const id = await file();
    await expect.poll(() => isAnswered(id), { timeout: 30_000 }).toBe(true);
    await database.query('DELETE FROM case_questions WHERE case_id = $1', [before]);
  });

  it('is kept for that unless it was a live code, whose minute is over', async () => {
    const unsure = await hall.verify(permit, false);
    const live = {
      ...({ way: 'live-code', item: 'household-move', challenged: false, key: 'software' } as const),
      ...{ at: '2026-11-29T09:30:00.000Z', secondsAgo: 0, again: false },
      ...{ device: '0'.repeat(16), of: '0'.repeat(32) },
    };
    for (const [report, isWaiting] of [
      [unsure, true],
      [{ ...unsure, shown: live }, false],
    ] as const) {
      const id = await openCase();
      const receipt = await hall.receipt(window, report, permit);
      const content = { kind: 'pdf', bytes: permit.toString('base64') };
      const json = { documents: [{ receipt, content }] };
      await hall.send('clerk', `/cases/${id}/documents`, { json });
      const { rowCount } = await bridge.service.database.query(
        'SELECT FROM case_questions WHERE case_id = $1',
        [id],
      );
      expect(rowCount === 1).toBe(isWaiting);
    }
  });
});

describe('a receipt is filed with nothing but what it is of', () => {
  it.each<[string, 'pdf' | 'qr', () => Buffer]>([
    ['another file', 'pdf', () => Buffer.concat([permit, Buffer.from('\n')])],
    ['its file, called a code', 'qr', () => permit],
  ])('not with %s', async (_, kind, bytes) => {
    const id = await openCase();
    const receipt = await hall.receipt(window, await hall.verify(permit, false), permit);
    const json = { documents: [{ receipt, content: { kind, bytes: bytes().toString('base64') } }] };
    const { status, body } = await hall.send('clerk', `/cases/${id}/documents`, { json });
    expect([status, body['code']]).toEqual([422, 'RECEIPT_OF_OTHER_CONTENT']);
  });
});

describe('a receipt is not filed', () => {
  it.each<[string, string, () => Promise<string>]>([
    ['altered', 'RECEIPT_SIGNATURE_INVALID', async () => altered(await hall.receipt(window, report, permit))],
    [
      'of a PC that is not paired',
      'RECEIPT_WINDOW_UNKNOWN',
      async () => {
        const { signer } = await hall.ask('假窗口');
        return hall.receipt({ ...window, signer }, report, permit);
      },
    ],
    [
      'of another hall',
      'RECEIPT_WINDOW_UNKNOWN',
      async () => {
        const other = await Hall.open(bridge, usccOf('11330199', '00000003'));
        return other.receipt(await other.pair('1 号窗口'), report, permit);
      },
    ],
    [
      'of a key that is revoked',
      'RECEIPT_WINDOW_REVOKED',
      async () => {
        const stolen = await hall.pair('被盗的窗口');
        await hall.revoke(stolen);
        return hall.receipt(stolen, report, permit);
      },
    ],
    [
      'of a PC that took another trust anchor since it was paired',
      'RECEIPT_OTHER_TRUST_ANCHOR',
      () => hall.receipt(window, report, permit, { ...hall.trustAnchor, network: '0'.repeat(32) }),
    ],
    ['that is none', 'RECEIPT_MALFORMED', () => Promise.resolve('x.y.z')],
  ])('%s', async (_, code, make) => {
    const { status, body } = await show(await openCase(), await make());
    expect([status, body.code]).toEqual([422, code]);
  });
});

/** Another verdict under the same signature. */
function altered(receipt: string): string {
  const [header = '', payload = '', signature = ''] = receipt.split('.');
  const said = Buffer.from(payload, 'base64url').toString().replaceAll('办理事项', '办理贷款');
  return [header, Buffer.from(said).toString('base64url'), signature].join('.');
}

/** What the hall publishes, believed by the fingerprints of its keys. */
async function published(of: Hall = hall): Promise<HallWindows> {
  const keys = parseHallKeys(JSON.stringify((await of.send('', '/keys')).body));
  return HallWindows.open(keys, await Promise.all(keys.keys.map((key) => jwkThumbprint(key))));
}

/** Once the ledger holds what was filed. */
async function proofOf(digest: unknown): Promise<string> {
  for (;;) {
    const response = await fetch(`${bridge.url}/api/v1/halls/${hall.code}/receipts/${String(digest)}/proof`);
    const text = await response.text();
    if (response.status === 200) return text;
    expect(JSON.parse(text)).toMatchObject({ code: 'FILING_NOT_PROVEN' });
    await setTimeout(200);
  }
}

describe('a receipt years later', () => {
  it('holds by what its hall certified, and by the audit tree though its key was revoked since', async () => {
    const lost = await hall.pair('被盗的电脑');
    const filed = await hall.receipt(lost, report, permit);
    const forged = await hall.receipt(lost, report, permit);
    const { trustAnchor } = hall;
    expect(await checkVerificationReceipt(filed, { hall: await published() })).toMatchObject({
      verdict: 'valid',
      signedBy: { name: '被盗的电脑' },
      hall: { code: hall.code },
    });
    const { body } = await hall.send('clerk', '/receipts', { json: { receipt: filed } });
    await hall.revoke(lost);
    const proof = parseFilingProof(await proofOf(body['digest']));
    const now = await published();
    const codeOf = async (text: string, options: object): Promise<string> =>
      (await checkVerificationReceipt(text, { hall: now, ...options })).code;
    const proven = { filed: { proof, trustAnchor } };
    expect(await codeOf(filed, proven)).toBe('OK');
    expect(await codeOf(filed, {})).toBe('WINDOW_KEY_REVOKED');
    // What a thief signs, with whatever time in it, was not filed before.
    expect(await codeOf(forged, {})).toBe('WINDOW_KEY_REVOKED');
    expect(await codeOf(forged, proven)).toBe('FILING_PROOF_REFUSED');
    const moved = { ...proof, position: proof.position + 1 };
    expect(await codeOf(filed, { filed: { proof: moved, trustAnchor } })).toBe('FILING_PROOF_REFUSED');
    expect(await codeOf(altered(filed), proven)).toBe('WINDOW_SIGNATURE_INVALID');
    const late = await revokedBefore(lost);
    // By the digest alone, as from the code on the paper.
    const of = { digest: String(body['digest']), keyId: lost.fingerprint };
    const { code, filing } = await checkFiling(of, now, proven.filed);
    expect([code, filing?.position]).toEqual(['OK', proof.position]);
    expect((await checkFiling(of, now)).code).toBe('WINDOW_KEY_REVOKED');
    expect((await checkFiling(of, late, proven.filed)).code).toBe('FILED_AFTER_REVOCATION');
    const another = { ...of, digest: '0'.repeat(64) };
    expect((await checkFiling(another, now, proven.filed)).code).toBe('FILING_PROOF_REFUSED');
    expect(await codeOf(filed, { ...proven, hall: late })).toBe('FILED_AFTER_REVOCATION');
  });

  it('is not known where it is of a PC that is not paired, or of another hall', async () => {
    const { signer } = await hall.ask('假窗口二');
    const unpaired = await hall.receipt({ ...window, signer }, report, permit);
    const other = await Hall.open(bridge, usccOf('11330199', '00000004'));
    const elsewhere = await other.receipt(await other.pair('1 号窗口'), report, permit);
    for (const receipt of [unpaired, elsewhere]) {
      const { code } = await checkVerificationReceipt(receipt, { hall: await published() });
      expect(code).toBe('WINDOW_KEY_UNKNOWN');
    }
    // A server that passes off its own hall for the pinned one.
    const keys = parseHallKeys(JSON.stringify((await other.send('', '/keys')).body));
    const own = parseHallKeys(JSON.stringify((await hall.send('', '/keys')).body));
    const pinned = await jwkThumbprint(own.keys[0]!);
    await expect(HallWindows.open({ ...keys, code: hall.code }, [pinned])).rejects.toThrow('no pinned key');
  });

  it('holds though the key of its hall was rotated since, for whoever pinned the former key or the new one', async () => {
    const hall = await Hall.open(bridge, usccOf('11330199', '00000005'));
    const before = await hall.pair('1 号窗口');
    const receipt = await hall.receipt(before, report, permit);
    const { body } = await hall.send<{ fingerprints: string[] }>('administrator', '/keys', {
      method: 'POST',
    });
    const [former, later] = body.fingerprints as [string, string];
    const after = await hall.pair('2 号窗口');
    const keys = parseHallKeys(JSON.stringify((await hall.send('', '/keys')).body));
    for (const pinned of [former, later]) {
      const windows = await HallWindows.open(keys, [pinned]);
      for (const text of [receipt, await hall.receipt(after, report, permit)])
        expect((await checkVerificationReceipt(text, { hall: windows })).code).toBe('OK');
    }
    expect(keys.certificates.map((token) => parseWindowCertificate(token).keyId)).toEqual([later, later]);
    expect(parseWindowRevocations(keys.revocations).keyId).toBe(later);
    // Without the former key's statement, the new one is nobody's for who pinned that.
    await expect(HallWindows.open({ ...keys, successions: [] }, [former])).rejects.toThrow('no pinned key');
    // It is found by the statements: of a rotation that failed, a key may be left in the store.
    await bridge.service.database.query('DELETE FROM hall_successions WHERE hall = $1', [hall.code]);
    const left = await hall.send<{ fingerprints: string[] }>('', '/keys');
    expect(parseHallKeys(JSON.stringify(left.body)).keys).toHaveLength(1);
  });

  it('comes as a PDF for the archive that says what it says and has it attached, a case with all of its own', async () => {
    const id = await openCase();
    const texts = [await hall.receipt(window, report, permit), await hall.receipt(window, report, permit)];
    for (const text of texts) await show(id, text);
    const file = await hall.file('clerk', `/cases/${id}/receipts`);
    expect([...receiptsInPdf(file)].sort()).toEqual([...texts].sort());
    const path = join(folder, 'receipts.pdf');
    await writeFile(path, file);
    const keys = join(folder, 'hall.json');
    const { body } = await hall.send<{ keys: [Parameters<typeof jwkThumbprint>[0]] }>('', '/keys');
    await writeFile(keys, JSON.stringify(body));
    const args = ['receipt', path, '--hall', keys, '--hall-key', await jwkThumbprint(body.keys[0]), '--json'];
    const program = fileURLToPath(import.meta.resolve('@certbridge/verifier-sdk/package.json'));
    const said = await runProgram(process.execPath, [
      join(dirname(program), 'bin/certbridge-verify.js'),
      ...args,
    ]);
    expect(said.code, said.err).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject([{ verdict: 'valid' }, { verdict: 'valid' }]);
    if (missing('pdftoppm')) return;
    // A code of other digests each time: rarely one resolution is unlucky with it.
    const codes: string[] = [];
    for (const resolution of ['300', '400']) {
      const name = join(folder, `page-${resolution}`);
      const drawing = ['-r', resolution, '-f', '1', '-l', '1', '-singlefile', '-png', path, name];
      const page = await runProgram('pdftoppm', drawing);
      expect(page.code, page.err).toBe(0);
      codes.push(...(await readQr(await readFile(`${name}.png`))));
    }
    const digests = texts.map((text) => createHash('sha256').update(text).digest('hex'));
    const links = digests.map((digest) => `${bridge.url}/window/receipts#${hall.code}.${digest}`);
    expect(links).toEqual(expect.arrayContaining(codes));
    expect(codes).not.toEqual([]);
  });
});

describe.skipIf(missing('chromium'))('the page that checks receipts', { timeout: 600_000 }, () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
    visitor = await Visitor.arrive(browser, { viewport: { width: 1366, height: 768 } });
    page = await visitor.open(`${bridge.url}/window/receipts`);
  });
  afterAll(async () => {
    expect(visitor.complaints).toEqual([]);
    await browser.close();
  });
  const say = (title: string): Promise<void> =>
    page.locator('article h2', { hasText: new RegExp(`^${title}$`, 'u') }).waitFor();
  const lines = (): Promise<string> => page.locator('article dl').innerText();
  const typed = async (text: string): Promise<void> => {
    await page.getByLabel('或粘贴').fill(text);
    await page.getByRole('button', { name: '检查', exact: true }).click();
  };
  const addressOf = (digest: unknown): string =>
    `${bridge.url}/window/receipts#${hall.code}.${String(digest)}`;

  it('tells anybody by the code on the paper what was found and that it was filed in time, by the file all of it', async () => {
    const lost = await hall.pair('丢失的电脑');
    const [filed, late] = [
      await hall.receipt(lost, report, permit),
      await hall.receipt(lost, report, permit),
    ];
    const { body } = await hall.send('clerk', '/receipts', { json: { receipt: filed } });
    const digest = String(body['digest']);
    await proofOf(digest);
    const pdf = await hall.file('clerk', `/receipts/${digest}/document`);
    const secret = holder().name;

    await page.goto(addressOf(digest));
    await say('已存档');
    for (const said of ['丢失的电脑', hall.code, '没有被吊销', digest]) expect(await lines()).toContain(said);
    expect(await lines()).not.toContain(secret);
    expect(await findings(page, 'receipt-filed')).toEqual([]);

    await hall.revoke(lost);
    await page.reload();
    await say('已存档');
    expect(await lines()).toContain('回执在此之前已经存档');
    await page.locator('input[type=file]').setInputFiles({
      name: '回执.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(pdf),
    });
    await say('回执有效');
    for (const said of [secret, '办理事项', '回执在此之前已经存档']) expect(await lines()).toContain(said);
    expect(await findings(page, 'receipt-whole')).toEqual([]);

    // What a thief signs with that key, and what is changed.
    await typed(late);
    await say('窗口密钥已吊销');
    await typed(altered(filed));
    await say('窗口签名无效');
    expect(await page.content()).not.toContain(secret);
  });

  it('believes no PC that is not paired, and no code of what was never filed', async () => {
    const { signer } = await hall.ask('假窗口三');
    await typed(await hall.receipt({ ...window, signer }, report, permit));
    await say('窗口密钥未知');
    await page.goto(addressOf('0'.repeat(63)));
    await say('不是核验回执');
    await typed(addressOf('0'.repeat(64)));
    await say('没有存档');
    await typed('x.y.z');
    await say('不是核验回执');
    await page.locator('input[type=file]').setInputFiles({
      name: '证照.pdf',
      mimeType: 'application/pdf',
      buffer: permit,
    });
    await page.getByText('这个PDF里没有核验回执').waitFor();
  });

  it('is where a receipt’s code leads that is scanned at the counter', async () => {
    const { body } = await hall.send('clerk', '/receipts', {
      json: { receipt: await hall.receipt(window, report, permit) },
    });
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await page.getByRole('heading', { name: '请扫码' }).waitFor();
    await scan(page, addressOf(body['digest']).toUpperCase());
    await page.locator('article dl', { hasText: String(body['digest']) }).waitFor();
  });

  it('waits for the rest of a code that a busy PC holds back', async () => {
    const { body } = await hall.send('clerk', '/receipts', {
      json: { receipt: await hall.receipt(window, report, permit) },
    });
    const busy = await visitor.open(`${bridge.url}/window`);
    await busy.clock.install();
    await busy.reload();
    await busy.getByRole('heading', { name: '请扫码' }).waitFor();
    await busy.clock.pauseAt(Date.now() + 60_000);
    const [code, half] = [addressOf(body['digest']), addressOf(body['digest']).length - 30];
    await scan(busy, code.slice(0, half), null);
    await busy.clock.runFor(500);
    await scan(busy, code.slice(half));
    await busy.clock.resume();
    await busy.locator('article dl', { hasText: String(body['digest']) }).waitFor();
    await busy.close();
  });
});

/** A list by which the key was revoked before anything was filed, under a certificate of the same key. */
async function revokedBefore({ id, name, signer, fingerprint }: PairedWindow): Promise<HallWindows> {
  const key = await createWindowKey();
  const { sign } = await windowSigner(key);
  const keyId = await jwkThumbprint(publicWindowKey(key));
  const at = Math.floor(Date.now() / 1000);
  const [{ mspId }, trustAnchor] = [bridge.service.ledgers[0]!, await trustAnchorId(hall.trustAnchor)];
  const life = { notBefore: at - 600, notAfter: at + 600 };
  const certificate = { hall: hall.code, window: id, name, key: signer.publicKey, trustAnchor, ...life };
  const revoked = [{ key: fingerprint, at, after: 0 }];
  const file = {
    code: hall.code,
    name: '样例',
    keys: [publicWindowKey(key)],
    certificates: [await encodeWindowCertificate(certificate, { keyId, sign })],
    revocations: await encodeWindowRevocations({ hall: hall.code, at, mspId, revoked }, { keyId, sign }),
  };
  return HallWindows.open(file, [keyId]);
}
