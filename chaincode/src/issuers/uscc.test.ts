import { describe, expect, it } from 'vitest';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { checkUscc } from './uscc';

describe('unified social credit code (GB 32100-2015)', () => {
  // The code that explanations of the standard work through, and codes from organisations' imprints.
  it.each(['91350100M000100Y43', '91110000802100433B', '91440300708461136T', '12100000400000624D'])(
    'accepts %s',
    (code) => {
      expect(checkUscc(code)).toBe(true);
    },
  );

  it('refuses every other check character', () => {
    const others = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY').filter((character) => character !== '3');
    expect(others.filter((character) => checkUscc(`91350100M000100Y4${character}`))).toEqual([]);
  });

  it.each(['91350100M000100Y34', '91350100M000100Y4', '91350100m000100y43', '9135010OM000100Y43'])(
    'refuses %s',
    (code) => {
      expect(checkUscc(code)).toBe(false);
    },
  );

  it.each(sharedVectors('issuer-codes.json') as readonly Vector<string>[])(
    'judges $name as the SDK does',
    ({ input, ok }) => {
      expect(checkUscc(input)).toBe(ok);
    },
  );
});
