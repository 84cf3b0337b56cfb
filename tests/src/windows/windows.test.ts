import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { proveWindowKey, trustAnchorId } from '@certbridge/verifier-sdk';
import {
  parseHallKeys,
  parseWindowCertificate,
  parseWindowRevocations,
} from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usccOf } from '../samples/numbers.js';
import { Hall } from './hall.js';

let folder = '';
let bridge: CertBridge;
let hall: Hall;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-windows-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
  });
  bridge = await startCertBridge({ settings, seed: 'certificates', throwAway: true });
  hall = await Hall.open(bridge, usccOf('11330199', '00000001'));
});
afterAll(async () => {
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

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
