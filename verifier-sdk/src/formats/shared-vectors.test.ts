import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { parseCertificate } from '../der/index.js';
import { chainRecords, emptyLog } from '../mirror/chain.js';
import type { LogUpdate } from '../mirror/chain.js';
import { ReplayedLedger } from '../mirror/ledger.js';
import { Statuses } from '../mirror/statuses.js';
import { fromBase64, toBase64 } from './bytes.js';
import { readEntry, zeroHash } from './entry.js';
import type { Entry } from './entry.js';
import { headsRoot, headsText } from './heads.js';
import type { Head, Log } from './heads.js';
import type { Json, JsonObject } from './json.js';
import { checkUscc } from './numbers.js';
import { readLogRecord } from './records.js';
import { checkSpki } from './spki.js';
import { statusOn } from './status.js';

/* The contract shares no code with the SDK: one set of rules for both, held by files that the tests of both read. */

interface Vector<T> {
  readonly name: string;
  readonly input: T;
  readonly ok: boolean;
}

function vectors(file: string): unknown {
  const path = new URL(`../../vectors/shared/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
}

function holds(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

interface Key {
  readonly alg: 'ES256' | 'RS256';
  readonly spki: string;
}

it.each(vectors('public-keys') as Vector<Key>[])(
  'a public key is taken as the contract takes it: $name',
  ({ input, ok }) => {
    expect(holds(() => checkSpki(input.alg, fromBase64(input.spki)))).toBe(ok);
  },
);

type Roots = Vector<readonly string[]> & { readonly root: string };
it.each(vectors('heads-root') as Roots[])('the root that a checkpoint attests: $name', async (vector) => {
  const heads = vector.input.map((line) => {
    const [log, id = '', seq, hash = ''] = line.split(' ');
    return { log: log as Log, id, seq: Number(seq), hash };
  });
  expect(await headsRoot(headsText(heads))).toBe(vector.root);
});

it.each(vectors('issuer-codes') as Vector<string>[])('a credit code (GB 32100): $name', ({ input, ok }) => {
  expect(checkUscc(input)).toBe(ok);
});

const authorities = (vectors('ca-certificates') as Vector<string>[]).filter(({ ok }) => ok);
it.each(authorities)(
  'an authority that the contract takes into a trust anchor is read here: $name',
  ({ input }) => {
    expect(parseCertificate(fromBase64(input)).isCa).toBe(true);
  },
);

const issuer = '11330000MB0000001L';
type Changes = Vector<readonly { readonly time: string; readonly changes: Json }[]> & {
  readonly on?: readonly { readonly cert: string; readonly day: string; readonly state: string }[];
};

describe('changes of statuses are the contract’s:', () => {
  const entryOf = ({ time, changes }: Changes['input'][number], seq: number): Entry =>
    readEntry({
      ...{ v: 1, network: '00'.repeat(16), channel: 'certbridge', issuer, seq, prev: zeroHash, time },
      ...{ under: { n: 0, p: 1 }, changes },
    });

  it.each(vectors('changes') as Changes[])('$name', ({ input, ok, on = [] }) => {
    const statuses = new Statuses();
    const certs = input.flatMap(({ changes }) => (changes as JsonObject[]).map(({ cert }) => cert as string));
    const isRead = holds(() => input.forEach((one, i) => statuses.apply(entryOf(one, i + 1))));
    expect(isRead && certs.every((cert) => !statuses.isUnusable(cert))).toBe(ok);
    for (const { cert, day, state } of on) {
      const status = statuses.get(cert);
      expect(status ? statusOn(status, day).state : 'none').toBe(state);
    }
  });
});

type History = Vector<Readonly<Record<string, readonly JsonObject[]>>> & {
  readonly registry: Readonly<Record<string, unknown>>;
  readonly statuses: readonly { readonly issuer: string; readonly cert: string; readonly status: unknown }[];
  readonly count: number;
  readonly heads: string;
};

/** What the contract says of every issuer, as the SDK replayed it. */
function registryOf({ registry }: ReplayedLedger): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [code, { keys, since: _, types, ...registered }] of registry.issuers) {
    const history = registry.history(code);
    const version = history?.versionOf(registered.under) ?? -1;
    found[code] = {
      issuer: { ...registered, types: [...types].filter((type) => history?.isTypeGood(type, version)) },
      keys: [...keys.values()]
        .sort((a, b) => (a.kid < b.kid ? -1 : 1))
        .map((key) => ({ ...key, spki: toBase64(key.spki) })),
    };
  }
  return found;
}

it.each(vectors('ledger-history') as History[])(
  'the registry and the statuses are the contract’s: $name',
  async ({ input, registry, statuses, count, heads }) => {
    const updates: LogUpdate[] = [];
    const ends: Head[] = [];
    for (const [name, values] of Object.entries(input)) {
      const [log, id] = name.split(' ') as [Log, string];
      const { network, channel } = values[0] as { network: string; channel: string };
      const read = values.map((value) => readLogRecord(log, value));
      const records = await chainRecords({ log, id }, emptyLog, read, { network, channel });
      updates.push({ log, id, records });
      ends.push({ log, id, seq: records.length, hash: records.at(-1)?.hash ?? '' });
    }
    const ledger = await new ReplayedLedger().with(updates);
    expect(ledger.registry.unusable).toEqual([]);
    expect(registryOf(ledger)).toEqual(registry);
    expect(statuses.map(({ issuer: code, cert }) => ledger.status(code, cert))).toEqual(
      statuses.map(({ status }) => status),
    );
    expect([ends.length, await headsRoot(headsText(ends))]).toEqual([count, heads]);
  },
);
