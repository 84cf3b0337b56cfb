import { createHash, randomBytes, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ecdsaToDer } from '@certbridge/verifier-sdk/formats';

/** What the OpenWallet Foundation's SD-JWT library needs to verify an issuer's credentials: node:crypto, P-256. */
export const openWalletVerifier = (issuer: KeyObject) => ({
  hasher: (data: string | ArrayBuffer, algorithm: string) =>
    new Uint8Array(
      createHash(algorithm.replace('-', ''))
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    ),
  hashAlg: 'sha-256' as const,
  saltGenerator: (length: number) => randomBytes(length).toString('base64url'),
  signAlg: 'ES256',
  verifier: (data: string, signature: string) =>
    verify('sha256', Buffer.from(data), issuer, ecdsaToDer(Buffer.from(signature, 'base64url'))),
});
