import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import type { Attestation } from '../formats/attestation.js';
import { sha256Hex } from '../formats/hash.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type * as Checks from './checks.js';
import { TestNetwork, endorse, field, issuerCode, makePayload } from './network.fixture.js';
import type { Changes, Peer } from './network.fixture.js';
import type { EndorserRule } from './verify.js';

/*
 * Each check is taken out in turn, and the one forgery that it is there for must then pass: no check is
 * idle, and no forgery of attestation.test.ts is refused for another reason than it says.
 */

const hash = 'cd'.repeat(32);
const body = { issuer: issuerCode, name: '示例', mspId: 'ZhejiangMSP', seq: 3, hash, keys: [] };

let world: TestNetwork;

interface Forgery {
  readonly attestation: Attestation;
  readonly anchor?: TrustAnchor;
  readonly now?: number;
  readonly rule?: EndorserRule;
}

beforeAll(async () => {
  world = await TestNetwork.create();
});

afterEach(() => {
  vi.doUnmock('./checks.js');
  vi.resetModules();
});

const changed = (changes: Changes, statement: object = body): Forgery => ({
  attestation: world.attest(world.statement('entry', statement as Record<string, unknown>), changes),
});
const peer = (mspId: string): Peer => world.peer(mspId);
const posing = (mspId: string, ou: string, span = {}): Promise<Peer> =>
  world.authority(mspId).peer(mspId, ou, span);

const forgeries: { readonly [check in keyof typeof Checks]?: () => Forgery | Promise<Forgery> } = {
  checkChaincode: () => changed({ chaincode: 'mimic' }),
  checkResponse: () => changed({ status: 500 }),
  checkNoEvent: () => changed({ event: 'entry' }),
  checkChannel: () => changed({}, { ...body, channel: 'elsewhere' }),
  checkNetwork: () => changed({}, { ...body, network: 'ff'.repeat(16) }),
  checkNamespaces: () => changed({ namespaces: ['certbridge', 'other'] }),
  checkNoWrites: () => changed({ kv: field(3, field(1, 'key')) }),
  checkNoMetadataWrites: () => changed({ kv: field(4, field(1, 'key')) }),
  checkNoPrivateData: () => changed({ ns: field(3, field(1, 'secret')) }),
  checkRole: async () => changed({ endorsers: [await posing('AnhuiMSP', 'client'), peer('ZhejiangMSP')] }),
  checkSignature: () => {
    const payload = makePayload(world.statement('entry', body));
    const { endorsements } = endorse(makePayload(world.statement('entry', { ...body, seq: 4 })), [
      peer('AnhuiMSP'),
      peer('ZhejiangMSP'),
    ]);
    return { attestation: { payload, endorsements } };
  },
  checkThreshold: () => changed({ endorsers: [peer('AnhuiMSP')] }),
  checkNotRevoked: async () => {
    const fingerprint = await sha256Hex(new Uint8Array(peer('AnhuiMSP').certificate.rawData));
    const provinces = world.anchor.provinces.map((province) => ({ ...province, revoked: [fingerprint] }));
    return { ...changed({}), anchor: { ...world.anchor, provinces } };
  },
  checkCurrent: async () => {
    const late = await posing('AnhuiMSP', 'peer', { notAfter: '2026-11-01T00:00:00Z' });
    return changed({ endorsers: [late, peer('ZhejiangMSP')] });
  },
  checkTime: () => ({ ...changed({}), now: world.now - 3_600_000, rule: 'attested' }),
  checkSubject: () => changed({}, { ...body, hash: '00'.repeat(32) }),
};

async function accepts({
  attestation,
  anchor = world.anchor,
  now = world.now,
  rule = 'now',
}: Forgery): Promise<boolean> {
  const { verifyAttestation } = await import('./verify.js');
  const { AttestationError } = await import('./error.js');
  const asked = { issuer: issuerCode, seq: 3, hash };
  return verifyAttestation(attestation, { anchor, tag: 'certbridge/entry/1', rule, now, asked }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AttestationError) return false;
      throw error;
    },
  );
}

describe('with one check taken out, the forgery that it is for passes:', () => {
  it.each(Object.keys(forgeries) as (keyof typeof forgeries)[])('%s', async (check) => {
    const forgery = await forgeries[check]!();
    vi.resetModules();
    expect(await accepts(forgery)).toBe(false);
    vi.resetModules();
    vi.doMock('./checks.js', async (original) => ({
      ...(await original<typeof Checks>()),
      [check]: () => undefined,
    }));
    expect(await accepts(forgery)).toBe(true);
  });

  it('every check has its forgery', async () => {
    const all = Object.keys(await import('./checks.js')).filter((name) => name.startsWith('check'));
    expect(Object.keys(forgeries).sort()).toEqual(all.sort());
  });
});
