import * as crypto from 'node:crypto';
import { ECDH, createHash, createPublicKey, verify } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { KeyObject } from 'node:crypto';
import { ecdsaToDer } from './ecdsa-der.js';
import type { CertificateHashAlgorithm, Platform, SignatureAlgorithm, VerifyKey } from './platform.js';

const nodeHash = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;
const keyHash = {
  ES256: 'sha256',
  ES384: 'sha384',
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
} as const;
const curves: Partial<Record<SignatureAlgorithm, string>> = { ES256: 'prime256v1', ES384: 'secp384r1' };

/** Bytes of r‖s. */
const rawSizes: Partial<Record<SignatureAlgorithm, number>> = { ES256: 64, ES384: 96 };

/** A Buffer is a Uint8Array with other habits (`slice` shares memory): it never leaves this file. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** The one-shot hash costs half of a Hash object; Node has it from 20.12. */
const { hash } = crypto as Partial<typeof crypto>;

const scratch = new Uint8Array(8192);

/** Several parts as one, where they are short: good until the next call. */
function together(parts: readonly Uint8Array[]): Uint8Array | undefined {
  if (parts.length === 1) return parts[0];
  let length = 0;
  for (const part of parts) {
    if (length + part.length > scratch.length) return undefined;
    scratch.set(part, length);
    length += part.length;
  }
  return scratch.subarray(0, length);
}

function digestNow(algorithm: CertificateHashAlgorithm, parts: readonly Uint8Array[]): Uint8Array {
  const whole = hash && together(parts);
  if (whole) return plain(hash(nodeHash[algorithm], whole, 'buffer'));
  const state = createHash(nodeHash[algorithm]);
  for (const part of parts) state.update(part);
  return plain(state.digest());
}

/** SubjectPublicKeyInfo up to an uncompressed point: asking a key for its details takes half as long as importing it. */
const heads: Partial<Record<SignatureAlgorithm, Buffer>> = {
  ES256: Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex'),
  ES384: Buffer.from('3076301006072a8648ce3d020106052b8104002203620004', 'hex'),
};

function ordinate(point: Uint8Array): Uint8Array | undefined {
  try {
    return plain(ECDH.convertKey(point, 'prime256v1') as Buffer).subarray(33);
  } catch {
    return undefined;
  }
}

function fits(key: KeyObject, algorithm: SignatureAlgorithm): boolean {
  const curve = curves[algorithm];
  if (curve) return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === curve;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return key.asymmetricKeyType === 'rsa' && bits >= 2048 && bits <= 8192;
}

function importNow(algorithm: SignatureAlgorithm, spki: Uint8Array): VerifyKey {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const head = heads[algorithm];
  const isPlain = head !== undefined && head.compare(spki, 0, head.length) === 0;
  if (!isPlain && !fits(key, algorithm)) throw new TypeError(`the key is not one for ${algorithm}`);
  const name = keyHash[algorithm];
  const size = rawSizes[algorithm];
  // Synchronous on purpose: the thread pool costs more than the verification takes. A key with options, to have the
  // signature taken as r‖s, makes node:crypto 1.6 times slower than DER does.
  const verifyNow = (data: Uint8Array, signature: Uint8Array): boolean =>
    size === undefined
      ? verify(name, data, key, signature)
      : signature.length === size && verify(name, data, key, ecdsaToDer(signature));
  return { algorithm, verify: (data, signature) => Promise.resolve(verifyNow(data, signature)) };
}

function inflateNow(bytes: Uint8Array, limit: number): Uint8Array {
  const { buffer, engine } = inflateSync(bytes, {
    maxOutputLength: limit,
    // By default 16 KiB are allocated, forty times what a QR code needs.
    chunkSize: limit <= 4096 ? 512 : 16_384,
    info: true,
  }) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (engine.bytesWritten !== bytes.length) throw new TypeError('bytes after the end of the zlib stream');
  return plain(buffer);
}

/** Node: node:crypto and node:zlib, called synchronously. */
export const platform: Platform = {
  // A loop takes twenty times as long for the 33 kB with which files of one layout begin.
  equal: (a, b) => a.length === b.length && Buffer.compare(a, b) === 0,
  ordinate,
  digest: (algorithm, parts) => Promise.resolve(digestNow(algorithm, parts)),
  importKey: (algorithm, spki) => new Promise((resolve) => resolve(importNow(algorithm, spki))),
  deflate: (bytes) => Promise.resolve(plain(deflateSync(bytes, { level: 9 }))),
  inflate: (bytes, limit) => new Promise((resolve) => resolve(inflateNow(bytes, limit))),
};
