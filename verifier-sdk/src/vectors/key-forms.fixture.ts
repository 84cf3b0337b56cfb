/** Signatures, points and keys in `forms.json`. */
import { createPublicKey } from 'node:crypto';
import { concat, fromBase64Url, fromHex, toHex, utf8 } from '../formats/bytes.js';
import { compressedPoint, ordinate } from '../formats/device-key.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { FormatError } from '../formats/error.js';
import { signEs256 } from '../formats/repeatable.fixture.js';
import { numberOf, p, p256Spki } from '../formats/spki.js';
import type { Form } from './form.fixture.js';
import type { VectorSet } from './set.fixture.js';

export function signatures({ cast }: VectorSet): Form {
  const made = signEs256(cast.keys.privateKey('device'), utf8('certbridge'));
  const one = new Uint8Array(32).fill(1);
  const der = ecdsaToDer(concat(one, one));
  const ints = (...of: readonly string[]): string => {
    const all = of.join('');
    return `30${toHex(Uint8Array.of(all.length / 2))}${all}`;
  };
  const int = (contents: string): string => `02${toHex(Uint8Array.of(contents.length / 2))}${contents}`;
  const right = int('01'.repeat(32));
  return {
    accepted: {
      'r and s': toHex(ecdsaToDer(made)),
      'r and s of one octet each': ints(int('01'), int('7f')),
      'an octet of 0 before the high bit': ints(int(`00${'ff'.repeat(32)}`), int('0080')),
    },
    refused: {
      'a negative r': ints(int('ff'.repeat(32)), right),
      'a negative s': ints(right, int('80')),
      'an octet of 0 that is not needed': ints(int('007f'), right),
      'r is 0': ints(int('00'), right),
      'r without octets': ints(int(''), right),
      'r of 33 octets': ints(int('01'.repeat(33)), right),
      'r of 33 octets after a 0': ints(int(`00${'ff'.repeat(33)}`), right),
      'r that is no INTEGER': ints(right.replace(/^02/, '04'), right),
      's that is no INTEGER': ints(right, right.replace(/^02/, '04')),
      'no SEQUENCE': toHex(der).replace(/^30/, '31'),
      'a length that says less': ints(right, right).replace(/^3044/, '3043'),
      'a length that says more': ints(right, right).replace(/^3044/, '3045'),
      'a length in two octets': ints(right, right).replace(/^3044/, '308144'),
      's that says more': ints(right, right.replace(/^0220/, '0221')),
      'r alone': ints(right),
      'three numbers': ints(right, right, int('01')),
      nothing: '',
    },
  };
}

const isPoint = (x: Uint8Array): boolean => {
  try {
    return ordinate(x, 2).length === 32;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
};

/** The first x from this one on that is, or is not, that of a point of P-256. */
function coordinate(from: bigint, onCurve: boolean): Uint8Array {
  for (let x = from; ; x += 1n) {
    const bytes = new Uint8Array(Buffer.from(x.toString(16).padStart(64, '0'), 'hex'));
    if (isPoint(bytes) === onCurve) return bytes;
  }
}

export function points({ cast }: VectorSet): Form {
  const jwk = cast.keys.publicJwk('device');
  const x = toHex(fromBase64Url(jwk.x));
  const small = coordinate(1n, true);
  const beyond = (p + numberOf(small)).toString(16).padStart(64, '0');
  return {
    accepted: {
      'a key': toHex(compressedPoint(jwk)),
      'its twin, y even': `02${x}`,
      'its twin, y odd': `03${x}`,
      'a small x': `02${toHex(small)}`,
    },
    refused: {
      'another first octet': `04${x}`,
      'a first octet of 0': `00${x}`,
      '32 octets': `02${toHex(small).slice(2)}`,
      '34 octets': `0200${toHex(small)}`,
      'no point has this x': `02${toHex(coordinate(1n, false))}`,
      'x of the field’s size and more': `02${beyond}`,
      nothing: '',
    },
  };
}

/** x of the point whose y is 5: with the field's size added, y has 32 octets still. */
const xOfFive = 'd7325d7646cd60d80a92738ceb345f844cffaf35841022cab176f692de8de1d7';

export function ecKeys({ cast }: VectorSet): Form {
  const jwk = cast.keys.publicJwk('device');
  const [x, y] = [fromBase64Url(jwk.x), fromBase64Url(jwk.y)];
  const key = toHex(p256Spki(x, y));
  const five = (more: bigint): string =>
    toHex(p256Spki(fromHex(xOfFive), fromHex((5n + more).toString(16).padStart(64, '0'))));
  const head = key.slice(0, 52);
  return {
    accepted: { 'a key': key, 'y is 5': five(0n) },
    refused: {
      'y is 5 and the field’s size': five(p),
      'a point that is not on the curve': toHex(p256Spki(x, x)),
      'a point in hybrid form': `${head}${(y.at(-1) ?? 0) % 2 === 0 ? '06' : '07'}${key.slice(54)}`,
      'a point in compressed form': `${head}${toHex(compressedPoint(jwk))}`,
      'an octet of 0 before y': `${key.slice(0, 118)}00${key.slice(118)}`,
      'an octet behind it': `${key}00`,
      'an octet less': key.slice(0, -2),
      'another curve': key.replace('2a8648ce3d030107', '2a8648ce3d030106'),
      'a length in two octets': key.replace(/^3059/, '308159'),
      nothing: '',
    },
  };
}

export function rsaKeys({ cast }: VectorSet): Form {
  const { spki } = cast.rsa;
  const { n = '' } = createPublicKey({ key: Buffer.from(spki), type: 'spki', format: 'der' }).export({
    format: 'jwk',
  });
  const modulus = fromBase64Url(n);
  const exponent = '0203010001';
  const header = (tag: string, contents: string): string =>
    `${tag}82${(contents.length / 2).toString(16).padStart(4, '0')}${contents}`;
  const made = (octets: string, e = exponent): string => {
    const integers = `${header('02', octets)}${e}`;
    const bits = `00${header('30', integers)}`;
    return header('30', `300d06092a864886f70d0101010500${header('03', bits)}`);
  };
  const own = `00${toHex(modulus)}`;
  const of = (bits: number, last = '01'): string => {
    const octets = Math.ceil(bits / 8);
    const top = (1 << ((bits - 1) % 8)).toString(16).padStart(2, '0');
    return `${(bits % 8 === 0 ? '00' : '') + top}${'00'.repeat(octets - 2)}${last}`;
  };
  return {
    accepted: { 'a key': toHex(spki), '2,048 bits': made(of(2048)), '4,096 bits': made(of(4096)) },
    refused: {
      '2,047 bits': made(of(2047)),
      '4,097 bits': made(of(4097)),
      '4,104 bits': made(of(4104)),
      'an even modulus': made(of(2048, '02')),
      'a negative modulus': made(own.slice(2)),
      'an octet of 0 that is not needed': made(`0000${own.slice(2)}`),
      'the exponent 3': made(own, '020103'),
      'the exponent 65,539': made(own, '0203010003'),
      'no parameters of the algorithm': toHex(spki).replace(
        '300d06092a864886f70d0101010500',
        '300b06092a864886f70d010101',
      ),
      'an octet behind it': `${toHex(spki)}00`,
      'a key on P-256': toHex(p256Spki(modulus.slice(0, 32), modulus.slice(32, 64))),
      nothing: '',
    },
  };
}
