import { status, Metadata } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { CertificateAuthority } from '@certbridge/network';
import { parseTrustAnchor } from '@certbridge/verifier-sdk/formats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEADLINES, Peers } from './peers.js';
import type { Access } from './peers.js';
import { Provinces } from './provinces.js';

/* Which peers and provinces are asked, without a network: what they answer is the test's to say. */

const unavailable = (): GatewayError => {
  const code = status.UNAVAILABLE;
  const cause = Object.assign(new Error('away'), { code, details: 'away', metadata: new Metadata() });
  return new GatewayError({ code, cause, message: 'away', details: [] });
};

const authority = await CertificateAuthority.create('ZhejiangMSP', 'ca');
const identity = await authority.issueIdentity({ name: 'service', role: 'client' });
const anchor = parseTrustAnchor(
  Buffer.from(
    JSON.stringify({
      v: 1,
      n: 1,
      network: '00'.repeat(16),
      channel: 'certbridge',
      chaincode: 'certbridge',
      threshold: 2,
      provinces: await Promise.all(
        [
          ['AnhuiMSP', '34'],
          ['SichuanMSP', '51'],
          ['ZhejiangMSP', '33'],
        ].map(async ([mspId = '', region]) => {
          const { credential } = await CertificateAuthority.create(mspId, 'ca');
          const root = credential.certificate.replace(/-----[^-]+-----|\s/g, '');
          return { mspId, name: mspId, region, roots: [root], intermediates: [], revoked: [] };
        }),
      ),
    }),
  ),
);

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

describe('peers', () => {
  let peers: Peers;
  let asked: string[];
  let away: Set<string>;
  const names = new Map<unknown, string>();

  /** Asks the peers in their order; those that are away do not answer. */
  const ask = async (): Promise<string[]> => {
    asked = [];
    await peers
      .with('service', ({ gateway }: Access) => {
        if (!names.has(gateway)) names.set(gateway, ['own', 'second', 'third'][names.size] ?? '');
        const name = names.get(gateway) ?? '';
        asked.push(name);
        return away.has(name) ? Promise.reject(unavailable()) : Promise.resolve();
      })
      .catch(() => undefined);
    return asked;
  };

  beforeEach(async () => {
    names.clear();
    peers = new Peers(
      {
        channel: 'certbridge',
        chaincode: 'certbridge',
        mspId: 'ZhejiangMSP',
        region: '33',
        provinceName: '浙江省',
        peers: [1, 2, 3].map((port) => ({
          mspId: 'ZhejiangMSP',
          endpoint: `localhost:${port}`,
          tlsRoots: Buffer.from(authority.credential.certificate),
        })),
        identity,
        administrator: undefined,
        trustAnchor: anchor,
      },
      DEADLINES,
    );
    away = new Set(['own', 'second', 'third']);
    expect(await ask()).toEqual(['own', 'second', 'third']);
    away = new Set();
    vi.advanceTimersByTime(3_600_000);
    for (let index = 0; index < 3; index += 1) await ask();
  });
  afterEach(() => peers.close());

  it('are asked in the order of the ledger file while they answer', async () => {
    expect(await ask()).toEqual(['own']);
  });

  it('that do not answer are passed over, then tried again after a while, each time a longer one', async () => {
    away.add('own');
    expect(await ask()).toEqual(['own', 'second']);
    expect(await ask()).toEqual(['second']);
    vi.advanceTimersByTime(5_000);
    expect(await ask()).toEqual(['own', 'second']);
    vi.advanceTimersByTime(5_000);
    expect(await ask()).toEqual(['second']);
    vi.advanceTimersByTime(5_000);
    expect(await ask()).toEqual(['own', 'second']);
  });

  it('are found back by one call alone, while the others go on with the next peer', async () => {
    away.add('own');
    await ask();
    vi.advanceTimersByTime(5_000);
    let answer: () => void = () => undefined;
    const first = peers.with('service', () => new Promise<void>((resolve) => (answer = resolve)));
    expect(await ask()).toEqual(['second']);
    answer();
    await first;
    away.clear();
    expect(await ask()).toEqual(['own']);
  });

  it('are all asked, in whatever order, when none has answered of late', async () => {
    away = new Set(['own', 'second', 'third']);
    expect(await ask()).toHaveLength(3);
    expect((await ask()).sort()).toEqual(['own', 'second', 'third']);
  });
});

describe('provinces', () => {
  it('that agreed in place of one that is away are asked first from then on, for a minute', async () => {
    const provinces = new Provinces('ZhejiangMSP', () => Promise.resolve(anchor));
    expect(await provinces.choose(0)).toEqual(['ZhejiangMSP', 'AnhuiMSP']);
    expect(await provinces.choose(1)).toEqual(['ZhejiangMSP', 'SichuanMSP']);
    provinces.agreed(['ZhejiangMSP', 'SichuanMSP']);
    expect(await provinces.choose(0)).toEqual(['ZhejiangMSP', 'SichuanMSP']);
    expect(await provinces.choose(1)).toEqual(['ZhejiangMSP', 'AnhuiMSP']);
    expect(await provinces.choose(0, { count: 3 })).toHaveLength(3);
    vi.advanceTimersByTime(60_000);
    expect(await provinces.choose(0)).toEqual(['ZhejiangMSP', 'AnhuiMSP']);
  });

  it('are those of the anchor under which is to be signed, as many as it asks for', async () => {
    const provinces = new Provinces('ZhejiangMSP', () => Promise.resolve({ ...anchor, n: 2 }));
    const under = { ...anchor, provinces: anchor.provinces.slice(1) };
    expect(await provinces.choose(0, { under })).toEqual(['ZhejiangMSP', 'SichuanMSP']);
  });

  it('are asked about again when what was known of them is forgotten', async () => {
    let n = 1;
    const provinces = new Provinces('ZhejiangMSP', () => Promise.resolve({ ...anchor, n }));
    expect((await provinces.current()).n).toBe(1);
    n = 2;
    expect((await provinces.current()).n).toBe(1);
    provinces.forget();
    expect((await provinces.current()).n).toBe(2);
  });
});
