import { ecdsaSignature, nullValue, oid, sequence } from './der.js';
import type { Der } from './der.js';

/**
 * Signature suites by their JOSE names (RFC 7518 §3.1). `ES256`: ECDSA on P-256 with SHA-256; `RS256`:
 * RSASSA-PKCS1-v1_5 with SHA-256. A further one, such as SM2 with SM3, is a row here and one in signing/suites.ts.
 */
export const signatureAlgorithms = ['ES256', 'RS256'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

/** How CMS names a suite and carries its signatures. */
interface SuiteInCms {
  /** AlgorithmIdentifier of the signature. */
  readonly identifier: Der;
  /** A signature as a signer gives it, in the form that CMS carries. */
  readonly encode: (signature: Uint8Array) => Uint8Array;
}

export const suitesInCms: Readonly<Record<SignatureAlgorithm, SuiteInCms>> = {
  ES256: { identifier: sequence(oid('1.2.840.10045.4.3.2')), encode: ecdsaSignature },
  RS256: { identifier: sequence(oid('1.2.840.113549.1.1.1'), nullValue), encode: (signature) => signature },
};
