import { describe, expect, it } from 'vitest';

import { readEntry, zeroHash } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import { changeReasons, changeStates, successorRule } from '../formats/status-rules.js';
import type { ChangeReason, ChangeState } from '../formats/status-rules.js';
import { StatusPacking } from './packed-status.js';
import { Statuses } from './statuses.js';

const issuer = '11330100MB0000001A';
const cert = '11'.repeat(16);

function entryOf(seq: number, state: ChangeState, reason: ChangeReason): Entry {
  const by = { issuer, cert: '22'.repeat(16) };
  const names = successorRule(state) !== null;
  return readEntry({
    ...{ v: 1, network: '00'.repeat(16), channel: 'certbridge', issuer, seq, prev: zeroHash },
    time: '2026-11-29T00:00:00.000Z',
    changes: [{ cert, state, reason, ...(names && { by }) }],
  });
}

describe('statuses', () => {
  const ends = changeStates.filter((state) => state !== 'reinstated');
  it.each(ends.flatMap((state) => changeReasons.map((reason) => [state, reason] as const)))(
    'a certificate made %s because of %s is so',
    (state, reason) => {
      const statuses = new Statuses();
      statuses.apply(entryOf(9_999_999_999, state, reason));
      expect(statuses.get(cert)).toMatchObject({ state, reason, seq: 9_999_999_999 });
    },
  );

  it('an entry that makes a final state another is refused', () => {
    const statuses = new Statuses();
    statuses.apply(entryOf(1, 'revoked', 'lost'));
    expect(() => statuses.apply(entryOf(2, 'suspended', 'under-review'))).toThrow('cannot become so');
    expect(statuses.get(cert)).toMatchObject({ state: 'revoked', seq: 1 });
  });
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
