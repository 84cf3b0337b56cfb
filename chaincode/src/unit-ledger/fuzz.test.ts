import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../canonical/json';
import { REFUSALS } from '../refusal';
import { afterAnyCalls } from './any-calls';
import type { MemoryLedger } from './memory';
import { replayIssuers, replayLogs, stateOf } from './replay';

/*
 * Any call, by any role of any province, with any arguments, refuses with a code of the contract or leaves a
 * ledger that can be replayed from its records alone: here by a naive reading of the rules, in tests/src/ledger by
 * the SDK.
 */

function demandSound(ledger: MemoryLedger): void {
  const logs = replayLogs(ledger);
  const issuers = replayIssuers(logs);
  const kept = stateOf(ledger, 'issuer');
  expect(kept.map(([[issuer]]) => issuer).sort()).toEqual([...issuers.keys()].sort());
  const owned: string[][] = [];
  for (const [[issuer = ''], state] of kept) {
    expect(issuers.get(issuer)).toEqual({
      mspId: state['mspId'],
      name: state['name'],
      successor: state['successor'],
      under: state['under'],
    });
    owned.push([state['mspId'] as string, issuer]);
    const successor = state['successor'] as string | undefined;
    if (successor !== undefined) expect(issuers.get(successor)?.mspId).toBe(state['mspId']);
  }
  expect(
    stateOf(ledger, 'owned')
      .map(([attributes]) => attributes)
      .sort(),
  ).toEqual(owned.sort());
  for (const [name, records] of logs) {
    if (!name.startsWith('i ')) continue;
    const heights = records.map(({ under }) => under as unknown as { n: number; p: number });
    heights.forEach(({ n, p }, at) => {
      const before = heights[at - 1] ?? { n: 0, p: 0 };
      expect(n > before.n || (n === before.n && p >= before.p)).toBe(true);
    });
  }
  demandWaits(stateOf(ledger, 'status'));
}

/** Whoever waits is found by its successor, and nobody else is. */
function demandWaits(certificates: readonly [string[], JsonObject][]): void {
  const waits = certificates.flatMap(([[issuer = ''], { status }]) => {
    const by = (status as { pending?: { by: { cert: string } } } | undefined)?.pending?.by.cert;
    return by === undefined ? [] : [`${issuer} ${by}`];
  });
  const awaited = certificates.flatMap(([[issuer = '', cert = ''], { awaitedBy }]) =>
    awaitedBy === undefined ? [] : [`${issuer} ${cert}`],
  );
  expect(new Set(waits)).toEqual(new Set(awaited));
}

it(
  'any call refuses with a code, or leaves a ledger that its records alone explain',
  { timeout: 6 * 3_600_000 },
  () =>
    afterAnyCalls((ledger, refused) => {
      for (const error of refused) expect(Object.keys(REFUSALS)).toContain((error as { code?: string }).code);
      demandSound(ledger);
    }, fc.readConfigureGlobal()),
);
