import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countKeys, keysOf, watchExpiry } from '../certificates/keys/index.js';
import type { Issuer } from '../certificates/issuers/index.js';
import { KeyStore } from '../certificates/signing/index.js';
import type { KeyDescription } from '../certificates/signing/index.js';
import { tellExpiry } from './trouble.js';

const OWNER = { code: '11330000MB1234567X', name: '浙江省示例市场监督管理局' };
const DAY_MS = 86_400_000;

let dir: string;
let keys: KeyStore;
let used: KeyDescription;
let issuer: Issuer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cb-expiry-'));
  keys = await KeyStore.open(dir, { caBaseUrl: undefined });
  const { kid } = await keys.createIssuerKey(OWNER, 'certificate', 'ES256');
  // Another one, which nothing is signed with.
  await keys.createIssuerKey(OWNER, 'certificate', 'ES256');
  used = keys.describe().find((key) => key.kid === kid)!;
  issuer = {
    ...{ ...OWNER, authorities: [], mspId: 'ZhejiangMSP', types: [] },
    ...{ documentKid: kid, qrKid: kid, credentialKid: '0'.repeat(16), revokedKids: [] },
    ...{ fourEyes: false, ruleSeal: null, registered: true, closed: null },
    ...{ budgetSpentUntil: null, ended: null, ending: null },
  };
});
afterAll(() => rm(dir, { recursive: true }));

const kids = (): Promise<Set<string>> => Promise.resolve(new Set([used.kid]));

/** So many days before the certificate of the key in use ends, and a second more. */
const before = (days: number, seconds = 0): Date =>
  new Date(used.notAfter!.getTime() - days * DAY_MS - seconds * 1000);

/** What the log says when the service starts at this time. */
async function logged(now: Date): Promise<unknown[]> {
  const lines: unknown[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) });
  const stop = new AbortController();
  const warn = tellExpiry(log);
  const watching = watchExpiry({ keys, used: kids, onWarning: warn }, stop.signal, () => {
    // Asked for once a key; then it pauses for a day.
    stop.abort();
    return now;
  });
  await watching;
  return lines;
}

function lineOf(warning: number | 'expired'): object {
  const { kid, notAfter } = used;
  const key = { issuer: OWNER.code, kid, use: 'certificate', notAfter: notAfter!.toISOString() };
  return warning === 'expired'
    ? { level: 50, key, msg: 'the certificate of a signing key has expired: issuing waits' }
    : { level: 40, key, days: warning, msg: 'the certificate of a signing key ends soon: rotate to another' };
}

describe('the certificate of a key in use that ends', () => {
  it.each<[string, () => Date, 7 | 30 | 90 | 'expired' | undefined]>([
    ['more than 90 days before', () => before(90, 1), undefined],
    ['90 days before', () => before(90), 90],
    ['31 days before', () => before(31), 90],
    ['30 days before', () => before(30), 30],
    ['8 days before', () => before(8), 30],
    ['7 days before', () => before(7), 7],
    ['on its last second', () => before(0), 7],
    ['afterwards', () => before(0, -1), 'expired'],
  ])('%s: is warned of by the log and the API alike', async (_, at, warning) => {
    const { kid } = used;
    expect(await logged(at())).toEqual(warning === undefined ? [] : [lineOf(warning)]);
    const listed = keysOf(keys, OWNER.code, issuer, at());
    expect(listed.map((one) => [one.kid === kid, one.warning])).toContainEqual([true, warning]);
    // One that nothing is signed with may end in peace.
    expect(listed.filter((one) => one.kid !== kid).map((one) => one.warning)).toEqual([undefined]);
  });

  it('is in the metrics with its end, and no other', async () => {
    const registry = new Registry();
    countKeys(registry, { keys, used: kids });
    const text = await registry.metrics();
    const lines = text.split('\n').filter((line) => line.includes('_end_seconds{'));
    // There is no module, which is not one that is down.
    expect(text).not.toMatch(/^certbridge_key_module_up \d/m);
    expect(lines).toEqual([
      `certbridge_key_certificate_end_seconds{issuer="${OWNER.code}",kid="${used.kid}",use="certificate"} ${used.notAfter!.getTime() / 1000}`,
    ]);
  });
});
