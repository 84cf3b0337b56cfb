/** ECDSA whose signatures are the same in every run, so that what is recorded can be made again, byte for byte. */
import { KeyObject, createECDH, createHash, createHmac, webcrypto } from 'node:crypto';

import { concat, fromBase64Url, fromHex } from './bytes.js';
import { toLowS } from './ecdsa.js';
import { numberOf } from './spki.js';

/** Of P-256 (SEC 2 §2.4.2). */
export const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

const bytesOf = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0'));
const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(
    createHmac('sha256', key)
      .update(concat(...parts))
      .digest(),
  );

/** The nonces of RFC 6979 §3.2, of which nearly always the first will do. */
function* nonces(secret: Uint8Array, hash: Uint8Array): Generator<bigint> {
  const about = concat(secret, bytesOf(numberOf(hash) % order));
  let v: Uint8Array = new Uint8Array(32).fill(1);
  let k: Uint8Array = new Uint8Array(32);
  for (const step of [0, 1]) {
    k = hmac(k, v, Uint8Array.of(step), about);
    v = hmac(k, v);
  }
  for (;;) {
    v = hmac(k, v);
    const nonce = numberOf(v);
    if (nonce > 0n && nonce < order) yield nonce;
    k = hmac(k, v, Uint8Array.of(0));
    v = hmac(k, v);
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % order;
    square = (square * square) % order;
  }
  return result;
}

/** ES256 by RFC 6979: r‖s with low s. */
export function signEs256(key: KeyObject, bytes: Uint8Array): Uint8Array {
  const secret = fromBase64Url(key.export({ format: 'jwk' }).d ?? '');
  const hash = new Uint8Array(createHash('sha256').update(bytes).digest());
  for (const nonce of nonces(secret, hash)) {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(bytesOf(nonce));
    const r = numberOf(new Uint8Array(curve.getPublicKey().subarray(1, 33))) % order;
    const s = (power(nonce, order - 2n) * (numberOf(hash) + r * numberOf(secret))) % order;
    if (r !== 0n && s !== 0n) return toLowS(concat(bytesOf(r), bytesOf(s)));
  }
  throw new RangeError('no nonce will do');
}

/** The twin of a signature: of the low s, the high one, which no format here takes. */
export function flipS(raw: Uint8Array): Uint8Array {
  return concat(raw.subarray(0, 32), bytesOf(order - numberOf(raw.subarray(32))));
}

async function sign(...[algorithm, key, data]: Parameters<SubtleCrypto['sign']>): Promise<ArrayBuffer> {
  if (key.algorithm.name !== 'ECDSA') return webcrypto.subtle.sign(algorithm, key, data);
  const bytes =
    data instanceof ArrayBuffer
      ? new Uint8Array(data)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(signEs256(KeyObject.from(key), bytes)).buffer;
}

/** The platform's, but for ECDSA. Of certificates' serial numbers, dates and keys the caller takes care. */
export const repeatableCrypto = {
  subtle: new Proxy(webcrypto.subtle, {
    get: (subtle, name) => {
      if (name === 'sign') return sign;
      const found: unknown = Reflect.get(subtle, name);
      return typeof found === 'function' ? (found.bind(subtle) as unknown) : found;
    },
  }),
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
  randomUUID: webcrypto.randomUUID.bind(webcrypto),
} as unknown as Crypto;
