import { describe, expect, it } from 'vitest';

import { readEntry, zeroHash } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import type { Json } from '../formats/json.js';
import { statusOn } from '../formats/status.js';
import { changeReasons, changeStates, recordedStates, successorRule } from '../formats/status-rules.js';
import type { ChangeReason, ChangeState } from '../formats/status-rules.js';
import { StatusPacking } from './packed-status.js';
import { Statuses } from './statuses.js';

const issuer = '11330100MB0000001A';
const cert = '11'.repeat(16);

const by = { issuer, cert: '22'.repeat(16) };

function entryOf(seq: number, changes: readonly object[], time = '2026-11-29T00:00:00.000Z'): Entry {
  return readEntry({
    ...{ v: 1, network: '00'.repeat(16), channel: 'certbridge', issuer, seq, prev: zeroHash, time },
    under: { n: 0, p: 1 },
    changes: changes as unknown as Json,
  });
}

function changeOf(state: ChangeState, reason: ChangeReason = 'unspecified', of = cert): object {
  return { cert: of, state, reason, ...(successorRule(state) !== null && { by }) };
}

const later = { ...changeOf('superseded', 'replaced'), from: '2026-12-01' };

describe('statuses', () => {
  const ends = recordedStates.filter((state) => state !== 'reinstated');
  it.each(ends.flatMap((state) => changeReasons.map((reason) => [state, reason] as const)))(
    'a certificate made %s because of %s is so',
    (state, reason) => {
      const statuses = new Statuses();
      statuses.apply(entryOf(9_999_999_999, [changeOf(state, reason)]));
      expect(statuses.get(cert)).toMatchObject({ state, reason, seq: 9_999_999_999 });
    },
  );

  it('an entry that makes a final state another harms that certificate alone', () => {
    const statuses = new Statuses();
    const other = '33'.repeat(16);
    statuses.apply(entryOf(1, [changeOf('revoked', 'lost')]));
    statuses.apply(entryOf(2, [changeOf('suspended', 'under-review'), changeOf('suspended', 'lost', other)]));
    expect(statuses.get(cert)).toMatchObject({ state: 'revoked', seq: 1 });
    expect([statuses.isUnusable(cert), statuses.isUnusable(other)]).toEqual([true, false]);
    expect(statuses.get(other)).toMatchObject({ state: 'suspended' });
  });

  it('a certificate waits for its successor until the day, and through what may happen meanwhile', () => {
    const statuses = new Statuses();
    statuses.apply(entryOf(1, [later]));
    statuses.apply(entryOf(2, [changeOf('suspended')]));
    const status = new Statuses(statuses).get(cert)!;
    const pending = { by, from: '2026-12-01', reason: 'replaced', seq: 1, time: '2026-11-29T00:00:00.000Z' };
    expect(status).toEqual({
      state: 'suspended',
      reason: 'unspecified',
      seq: 2,
      time: pending.time,
      pending,
    });
    expect(statusOn(status, '2026-11-30')).toEqual(status);
    const { from: _, ...rest } = pending;
    expect(statusOn(status, '2026-12-01')).toEqual({ state: 'superseded', ...rest });
  });

  it('from its day on the supersession is final', () => {
    const statuses = new Statuses();
    statuses.apply(entryOf(1, [later]));
    // Midnight in China is 16:00 UTC of the day before.
    statuses.apply(entryOf(2, [changeOf('withdrawn')], '2026-11-30T15:59:59.999Z'));
    expect(statuses.get(cert)).toEqual({
      state: 'none',
      reason: 'unspecified',
      seq: 2,
      time: '2026-11-30T15:59:59.999Z',
    });
    statuses.apply(entryOf(3, [later], '2026-11-30T15:59:59.999Z'));
    statuses.apply(entryOf(4, [changeOf('withdrawn')], '2026-11-30T16:00:00.000Z'));
    expect(statuses.isUnusable(cert)).toBe(true);
    expect(statusOn(statuses.get(cert)!, '2026-12-01')).toMatchObject({ state: 'superseded', seq: 3 });
  });

  it.each<[ChangeState]>([['revoked'], ['cancelled'], ['transferred']])('%s ends the waiting', (state) => {
    const statuses = new Statuses();
    statuses.apply(entryOf(1, [later]));
    statuses.apply(entryOf(2, [changeOf(state)]));
    expect(statuses.get(cert)).toMatchObject({ state });
    expect(statuses.get(cert)).not.toHaveProperty('pending');
  });

  it.each<[string, readonly object[][]]>([
    ['a second wait', [[later], [later]]],
    ['a supersession at once beside one with a day', [[later], [changeOf('superseded')]]],
    ['a withdrawal of nothing', [[changeOf('withdrawn')]]],
    ['the end of the successor that leaves it waiting', [[later], [changeOf('revoked', 'lost', by.cert)]]],
    ['a wait for a successor that has ended', [[changeOf('revoked', 'lost', by.cert)], [later]]],
    ['a wait for a successor that ends with it', [[later, changeOf('revoked', 'lost', by.cert)]]],
    ['a second certificate that waits for the same', [[{ ...later, cert: '10'.repeat(16) }], [later]]],
  ])('%s cannot be used', (_, entries) => {
    const statuses = new Statuses();
    entries.forEach((changes, i) => statuses.apply(entryOf(i + 1, changes)));
    expect(statuses.isUnusable(cert)).toBe(true);
  });

  it.each<[ChangeState]>([['withdrawn'], ['revoked'], ['cancelled']])(
    'the successor may end in an entry that makes the waiting certificate %s',
    (state) => {
      const statuses = new Statuses();
      statuses.apply(entryOf(1, [later]));
      statuses.apply(entryOf(2, [changeOf(state), changeOf('revoked', 'lost', by.cert)]));
      expect(statuses.isUnusable(cert)).toBe(false);
      expect(statuses.get(by.cert)).toMatchObject({ state: 'revoked' });
    },
  );
});

describe('a packed status', () => {
  const names = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, n) => `${name}${n}`);
  const many = new StatusPacking(names('state', 256), names('reason', 256));
  const largest = 2 ** 37 - 1;

  it('has room for many more states and reasons than there are', () => {
    expect(changeStates.length).toBeLessThan(256);
    expect(changeReasons.length).toBeLessThan(256);
    for (const n of [0, 1, 15, 16, 17, 63, 128, 255]) {
      for (const seq of [1, 10_000_000_000, largest]) {
        const status = { state: `state${255 - n}`, reason: `reason${n}`, seq };
        expect(many.unpack(many.pack(status))).toEqual(status);
      }
    }
  });

  it('is refused, loudly, where it does not fit', () => {
    expect(() => new StatusPacking(names('state', 257), ['a'])).toThrow(RangeError);
    expect(() => new StatusPacking(['a'], names('reason', 257))).toThrow(RangeError);
    const status = { state: 'state1', reason: 'reason1', seq: 1 };
    expect(() => many.pack({ ...status, state: 'state256' })).toThrow(RangeError);
    expect(() => many.pack({ ...status, reason: 'reason256' })).toThrow(RangeError);
    expect(() => many.pack({ ...status, seq: largest + 1 })).toThrow(RangeError);
    expect(() => many.pack({ ...status, seq: 0 })).toThrow(RangeError);
    const few = new StatusPacking(['state0'], ['reason0']);
    expect(() => few.unpack(many.pack(status))).toThrow(RangeError);
  });
});
