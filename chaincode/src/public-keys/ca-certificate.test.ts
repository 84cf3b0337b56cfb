import { describe, expect, it } from 'vitest';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { ROOTS } from '../unit-ledger/sample';
import { readCaCertificate } from './ca-certificate';
import { DerError } from './der';

describe('a certificate of an authority that a trust anchor may name', () => {
  it.each(sharedVectors('ca-certificates.json') as readonly Vector<string>[])('$name', ({ input, ok }) => {
    const read = (): unknown => readCaCertificate(Buffer.from(input, 'base64'));
    if (ok) expect(read).not.toThrow();
    else expect(read).toThrow(DerError);
  });

  it('is read or refused, whatever byte of it is changed', () => {
    const root = Buffer.from(ROOTS[0] as string, 'base64');
    for (let at = 0; at < root.length; at += 1) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(root);
        changed[at] = (changed[at] ?? 0) ^ bit;
        try {
          readCaCertificate(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }
    }
  });
});
