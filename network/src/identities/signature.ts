import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { derInteger } from './der-integer.js';

/** Order of P-256 (SEC 2 v2 §2.4.2), and half of it: Fabric refuses a signature whose s lies above the half. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER >> 1n;
const FIELD_BYTES = 32;

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

/** Signs SHA-256(data) and returns DER `SEQUENCE { r, s }` with s in the lower half, as Fabric asks. */
export function signLowS(key: KeyObject, data: Uint8Array): Buffer {
  const raw = sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  const s = toInteger(raw.subarray(FIELD_BYTES));
  if (s > HALF_ORDER) {
    raw.write((ORDER - s).toString(16).padStart(2 * FIELD_BYTES, '0'), FIELD_BYTES, 'hex');
  }
  const integers = Buffer.concat([
    derInteger(raw.subarray(0, FIELD_BYTES)),
    derInteger(raw.subarray(FIELD_BYTES)),
  ]);
  return Buffer.concat([Buffer.from([0x30, integers.length]), integers]);
}

/** Whether a DER signature has a low s; false for anything that is not two DER integers and nothing more. */
export function isLowS(signature: Uint8Array): boolean {
  const rLength = signature[3] ?? 0;
  const sStart = 6 + rLength;
  const wellFormed =
    signature[0] === 0x30 &&
    signature[1] === signature.length - 2 &&
    signature[2] === 0x02 &&
    signature[4 + rLength] === 0x02 &&
    signature[5 + rLength] === signature.length - sStart &&
    signature.length > sStart;
  return wellFormed && toInteger(signature.subarray(sStart)) <= HALF_ORDER;
}

/** Verifies a low-S DER signature over SHA-256(data). */
export function verifyLowS(publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  return isLowS(signature) && verify('sha256', data, publicKey, signature);
}

/** The public key of a PEM certificate or private key. */
export function publicKeyOf(pem: string): KeyObject {
  return createPublicKey(pem);
}
