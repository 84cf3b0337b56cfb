import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Contender } from './measure.js';

interface Signed {
  readonly key: KeyObject;
  readonly bytes: Buffer;
  readonly signature: Buffer;
}

function signed(): Signed[] {
  return Array.from({ length: 64 }, (_, index) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const bytes = Buffer.alloc(300, index);
    return {
      key: publicKey,
      bytes,
      signature: sign('sha256', bytes, privateKey),
    };
  });
}

/** Bare P-256 verification in node:crypto: no verifier of signed certificates can be faster. */
export function verifyFloor(): Contender {
  const all = signed();
  return {
    name: 'floor',
    inFlight: 1,
    work(index) {
      const entry = all[index % all.length];
      if (entry) verify('sha256', entry.bytes, entry.key, entry.signature);
    },
  };
}

/** Bare P-256 signing in node:crypto with a resident key. */
export function signFloor(): Contender {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const bytes = Buffer.alloc(300, 1);
  return { name: 'floor', inFlight: 1, work: () => sign('sha256', bytes, privateKey) };
}
