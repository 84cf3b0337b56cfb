import fc from 'fast-check';
import { expect, it } from 'vitest';

import { compareBytes, concat } from '../formats/bytes.js';
import { DigestSet } from './digest-set.js';

it('has what any of its lists had, and nothing else', () => {
  const digest = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(fc.array(fc.array(digest, { maxLength: 20 }), { maxLength: 12 }), digest, (lists, other) => {
      const set = new DigestSet();
      for (const list of lists) set.add(concat(...list.toSorted(compareBytes)));
      const all = lists.flat();
      expect(all.every((one) => set.has(concat(one, new Uint8Array(16))))).toBe(true);
      expect(set.has(other)).toBe(all.some((one) => compareBytes(one, other) === 0));
    }),
  );
});
