export const ALGORITHMS = ['ES256', 'RS256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/*
 * The one encoding of each kind of key that contract and SDK take, byte for byte: libraries differ in what they
 * read (OpenSSL takes a P-256 point in hybrid form and writes it out unchanged, browsers refuse it).
 */

/** SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 65 octets (RFC 5480 §2) up to the point. */
const P256_HEADER = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const P256_LENGTH = 91;
const UNCOMPRESSED = 0x04;

/** SEC 2 §2.4.2: the field's prime and the curve's b; a is -3. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

/** Whether these bytes are a P-256 public key: the fixed header, 0x04, X and Y of a point on the curve. */
export function isP256(spki: Buffer): boolean {
  if (spki.length !== P256_LENGTH || !spki.subarray(0, 26).equals(P256_HEADER)) return false;
  if (spki[26] !== UNCOMPRESSED) return false;
  const [x, y] = [number(spki.subarray(27, 59)), number(spki.subarray(59))];
  return x < P && y < P && (y * y - (x * x * x - 3n * x + B)) % P === 0n;
}

/** SEQUENCE { rsaEncryption, NULL } (RFC 3279 §2.3.1). */
const RSA_ALGORITHM = Buffer.from('300d06092a864886f70d0101010500', 'hex');
const EXPONENT_65537 = Buffer.from('0203010001', 'hex');
const TAG = { integer: 0x02, bitString: 0x03, sequence: 0x30 } as const;
const MODULUS_BITS = { min: 2048, max: 4096 } as const;

/**
 * Whether these bytes are the DER of an RSA public key with e = 65537 and an odd modulus of 2,048 to 4,096 bits:
 * what one writes of the last octets but the exponent's, for one of the lengths that a modulus may have.
 */
function isRsa(spki: Buffer): boolean {
  const end = spki.length - EXPONENT_65537.length;
  for (let octets = MODULUS_BITS.min / 8; octets <= MODULUS_BITS.max / 8; octets += 1) {
    const modulus = spki.subarray(Math.max(end - octets, 0), end);
    if (isModulus(modulus) && rsaSpki(modulus).equals(spki)) return true;
  }
  return false;
}

function isModulus(modulus: Buffer): boolean {
  const [first = 0] = modulus;
  const bits = (modulus.length - 1) * 8 + (32 - Math.clz32(first));
  const isOdd = ((modulus.at(-1) ?? 0) & 1) === 1;
  return first !== 0 && isOdd && bits >= MODULUS_BITS.min && bits <= MODULUS_BITS.max;
}

/** What the DER of the key with this modulus is. */
function rsaSpki(modulus: Buffer): Buffer {
  const signed = (modulus[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), modulus]) : modulus;
  const key = der(TAG.sequence, der(TAG.integer, signed), EXPONENT_65537);
  return der(TAG.sequence, RSA_ALGORITHM, der(TAG.bitString, Buffer.from([0]), key));
}

/** An element in DER: its length in the shortest form. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

export const isExactSpki = (spki: Buffer, alg: Algorithm): boolean =>
  alg === 'ES256' ? isP256(spki) : isRsa(spki);
