import {
  createHash,
  createPublicKey,
  generateKeyPair,
  sign as signNow,
  verify as verifyNow,
} from 'node:crypto';
import type { KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { ecdsaToRaw, toLowS } from '@certbridge/verifier-sdk/formats';
import { signatureAlgorithms } from '../cms/index.js';
import type { SignatureAlgorithm } from '../cms/index.js';
import { SigningError } from './errors.js';

const generate = promisify(generateKeyPair);
/** What verifiers accept (verifier-sdk formats: public keys), and what is made here. */
export const RSA_BITS = { min: 2048, max: 4096, made: 3072 } as const;

/** What is done with keys of one algorithm. */
interface Suite {
  fits(key: KeyObject): boolean;
  generate(): Promise<KeyObject>;
  /** In this process. */
  sign(data: Uint8Array, key: KeyObject): Promise<Uint8Array>;
  verify(data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean;
  /** Most bytes of a signature of this key in a CMS. */
  longest(key: KeyObject): number;
  /** How Web Cryptography calls it. */
  readonly webName: webcrypto.Algorithm & { readonly namedCurve?: string; readonly hash: string };
}

export const suites: Readonly<Record<SignatureAlgorithm, Suite>> = {
  ES256: {
    fits: (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
    generate: async () => (await generate('ec', { namedCurve: 'P-256' })).privateKey,
    // P-256 takes 30 µs, less than a hop to the thread pool; asked for r‖s itself, node:crypto takes three times as long.
    sign: (data, key) => Promise.resolve(toLowS(ecdsaToRaw(signNow('sha256', data, key)))),
    verify: (data, key, signature) =>
      verifyNow('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature),
    // An ECDSA-Sig-Value of P-256: two INTEGERs of at most 33 bytes.
    longest: () => 72,
    webName: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  },
  RS256: {
    fits: (key) => {
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      return key.asymmetricKeyType === 'rsa' && bits >= RSA_BITS.min && bits <= RSA_BITS.max;
    },
    generate: async () => (await generate('rsa', { modulusLength: RSA_BITS.made })).privateKey,
    // Milliseconds: on the thread pool.
    sign: (data, key) =>
      new Promise((resolve, reject) => {
        signNow('sha256', data, key, (error, signature) => {
          if (error) reject(error);
          else resolve(signature);
        });
      }),
    verify: (data, key, signature) => verifyNow('sha256', data, key, signature),
    longest: (key) => Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? RSA_BITS.max) / 8),
    webName: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  },
};

/** The algorithm a private or public key signs with. @throws SigningError `KEY_ALGORITHM_UNSUPPORTED` */
export function algorithmOf(key: KeyObject): SignatureAlgorithm {
  const found = signatureAlgorithms.find((name) => suites[name].fits(key));
  if (found) return found;
  throw new SigningError(
    'KEY_ALGORITHM_UNSUPPORTED',
    `The key is neither on the curve P-256 nor an RSA key of ${RSA_BITS.min} to ${RSA_BITS.max} bits.`,
  );
}

/** First 8 bytes of SHA-256(SPKI) in hex, as the ledger computes it. */
export function kidOf(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('hex').slice(0, 16);
}

/** @throws Error of node:crypto for what is no SubjectPublicKeyInfo */
export function publicKeyOf(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
}
