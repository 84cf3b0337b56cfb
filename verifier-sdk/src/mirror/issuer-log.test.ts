import { describe, expect, it, vi } from 'vitest';

import { TestNetwork, issuerCode, newIssuerKey, typeCode } from '../attestation/network.fixture.js';
import { toHex } from '../formats/bytes.js';
import type { Entry } from '../formats/entry.js';
import { IssuerHistory } from './issuer-history.js';
import { IssuerLog } from './issuer-log.js';

describe('an issuer’s log', () => {
  it('tells the versions of its entries without looking at all others for each', async () => {
    const count = 1000;
    const kid = toHex((await newIssuerKey()).kid);
    const world = await TestNetwork.create();
    const history = new IssuerHistory(issuerCode);
    const log = new IssuerLog();
    const entries: Entry[] = [];
    for (let p = 1; p <= count; p += 1) {
      history.record(p, 'ZhejiangMSP');
      const tree = { root: '0'.repeat(64), size: 1, keys: [kid], types: [typeCode], qr: '0'.repeat(64) };
      const [network, prev] = [world.network, '0'.repeat(64)];
      const place = { v: 1 as const, network, channel: 'certbridge', seq: p, prev, time: world.time };
      // Every tenth names a version that an entry before it was past.
      const under = { n: 0, p: p % 10 === 0 ? p - 5 : p };
      entries.push({ ...place, issuer: issuerCode, under, ...tree });
    }
    for (const entry of entries) log.apply(entry, issuerCode);
    const asked = vi.spyOn(history, 'versionOf');
    const versions = entries.map((entry) => log.versionOf(entry, history));
    expect(versions).toEqual(entries.map(({ seq }) => (seq % 10 === 0 ? undefined : seq)));
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3 * count);
  });
});
