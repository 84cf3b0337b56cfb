/** `forms.json`: what a reader takes of one form, and what breaks one rule of it. */
import { concat, fromBase64Url, toHex, utf8 } from '../formats/bytes.js';
import { CborTag, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { parseCose } from '../formats/cose.js';
import { compressedPoint, ordinate } from '../formats/device-key.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { FormatError } from '../formats/error.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import { flipS, signEs256 } from '../formats/repeatable.fixture.js';
import { numberOf, p } from '../formats/spki.js';
import { credentials } from './credential-forms.fixture.js';
import { codeOf } from './codes.fixture.js';
import { credentialText } from './documents.fixture.js';
import { entries } from './entry-forms.fixture.js';
import type { Form } from './form.fixture.js';
import { must } from './must.fixture.js';
import type { VectorSet } from './set.fixture.js';

const days: Form = {
  accepted: {
    'the first': '0000-01-01',
    'the last': '9999-12-31',
    'of a leap year': '2024-02-29',
    'of a century that has a leap day': '2000-02-29',
  },
  refused: {
    'of no leap year': '2023-02-29',
    'of a century that has none': '1900-02-29',
    'of no month': '2024-13-01',
    'of month 0': '2024-00-10',
    'day 0': '2024-01-00',
    'one digit': '2024-2-10',
    'two digits of a year': '24-02-10',
    'five digits of a year': '10000-01-01',
    'a year below 0': '-001-01-01',
    slashes: '2024/02/10',
    'more behind it': '2024-02-10T',
    'wide digits': '２０２４-０２-１０',
    'no text': '',
  },
};

/** Of which the day in Asia/Shanghai is looked for. */
const seconds: Form = {
  accepted: {
    'the first of all days': '-62167248000',
    'the last of all days': '253402271999',
    '1970': '0',
  },
  refused: { 'before all days': '-62167248001', 'after all days': '253402272000' },
};

const instants: Form = {
  accepted: {
    'the first': '0000-01-01T00:00:00.000Z',
    'the last': '9999-12-31T23:59:59.999Z',
    'of a leap day': '2024-02-29T12:34:56.789Z',
  },
  refused: {
    'a day that is not': '2024-02-30T00:00:00.000Z',
    'a month that is not': '2024-13-01T00:00:00.000Z',
    'hour 24': '2024-02-10T24:00:00.000Z',
    'a leap second': '2016-12-31T23:59:60.000Z',
    'no milliseconds': '2024-02-10T00:00:00Z',
    'two digits of them': '2024-02-10T00:00:00.00Z',
    'another zone': '2024-02-10T08:00:00.000+08:00',
    'a small letter': '2024-02-10T00:00:00.000z',
    'five digits of a year': '+010000-01-01T00:00:00.000Z',
    'a day': '2024-02-10',
  },
};

function signatures({ cast }: VectorSet): Form {
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

function points({ cast }: VectorSet): Form {
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

async function coses({ cast }: VectorSet): Promise<Form> {
  const { cose } = await codeOf(cast.issuer, 'good');
  const { kid, payload, signature } = parseCose(cose);
  const header = (...labels: readonly (readonly [number, Cbor])[]): Uint8Array => encodeCbor(new Map(labels));
  const own = header([1, -7], [4, kid]);
  const none = new Map();
  const hex = (value: Cbor): string => toHex(encodeCbor(value));
  const tagged = (...parts: readonly Cbor[]): string => hex(new CborTag(18, parts));
  const headed = (protectedHeader: Cbor): string => tagged(protectedHeader, none, payload, signature);
  return {
    accepted: { 'of the profile': toHex(cose) },
    refused: {
      null: hex(null),
      'no tag': hex([own, none, payload, signature]),
      'another tag': hex(new CborTag(17, [own, none, payload, signature])),
      'a tag of no list': hex(new CborTag(18, 0)),
      'three parts': tagged(own, none, payload),
      'five parts': tagged(own, none, payload, signature, 0),
      'an unprotected header': tagged(own, new Map([[4, kid]]), payload, signature),
      'an unprotected header that is a list': tagged(own, [], payload, signature),
      'a payload that is a text': tagged(own, none, 'text', signature),
      'a signature of 63 octets': tagged(own, none, payload, signature.slice(1)),
      'a signature with high s': tagged(own, none, payload, flipS(signature)),
      'a signature of 64 numbers': tagged(own, none, payload, Array<Cbor>(64).fill(1)),
      'a header that is no byte string': headed(
        new Map<number, Cbor>([
          [1, -7],
          [4, kid],
        ]),
      ),
      'a header of null': headed(encodeCbor(null)),
      'a header of nothing': headed(new Uint8Array()),
      'a header that is a list': headed(encodeCbor([1, -7])),
      'a header without a kid': headed(header([1, -7])),
      'a header without an algorithm': headed(header([4, kid])),
      'a header of three labels': headed(header([1, -7], [3, 0], [4, kid])),
      'another algorithm': headed(header([1, -8], [4, kid])),
      'a kid of 7 octets': headed(header([1, -7], [4, kid.slice(1)])),
      'a kid that is a text': headed(header([1, -7], [4, '12345678'])),
    },
  };
}

const json: Form = {
  accepted: { 'white space': ' \t\r\n{\t"a"\r:\n[ 1 ,2 ] } \t\r\n', 'a number': '0' },
  refused: {
    'two values': '1 2',
    'text behind it': '{}x',
    'a no-break space': '\u00a01',
    'a vertical tab': '\u000b1',
    'a byte order mark': '\ufeff1',
    nothing: '',
  },
};

/** Feed files, of which nothing is verified. */
function feedFiles({ ledger }: VectorSet): Readonly<Record<'checkpoint' | 'audit head', Form>> {
  const checkpoint = parseJson(must(ledger.files.get('feed/checkpoint.json'))) as JsonObject;
  const { heads, ...others } = checkpoint;
  const text = heads as string;
  const [first = '', second = '', ...rest] = text.split('\n');
  const [log, id] = second.split(' ');
  const of = (file: JsonObject, more: object): string => canonicalJson({ ...file, ...more });
  const lines = (...all: readonly string[]): string => of(checkpoint, { heads: all.join('\n') });
  const common = (file: JsonObject): Readonly<Record<string, string>> => ({
    'a later version': of(file, { v: 2 }),
    'no version': of(file, { v: undefined }),
    'a nonce of 15 bytes': of(file, { nonce: '0'.repeat(30) }),
    'no attestation': of(file, { attestation: undefined }),
  });
  const head = {
    v: 1,
    mspId: 'ZhejiangMSP',
    nonce: '0'.repeat(32),
    attestation: must(others['attestation']),
  };
  return {
    checkpoint: {
      accepted: { 'as it is served': of(checkpoint, {}), 'no logs': of(checkpoint, { heads: '' }) },
      refused: {
        ...common(checkpoint),
        'heads that are no text': of(checkpoint, { heads: [text] }),
        'no end of the last line': of(checkpoint, { heads: text.slice(0, -1) }),
        'lines out of order': lines(second, first, ...rest),
        'a line twice': lines(first, first, second, ...rest),
        'a log twice': lines(first, `${log} ${id} 1 ${'0'.repeat(64)}`, second, ...rest),
        'a line of nothing': lines(first, '', second, ...rest),
        'a line of another kind': lines(first, second.replace(/^./, 'x'), ...rest),
        'a record of number 0': lines(`${log} ${id} 0 ${'0'.repeat(64)}`, ''),
        'a hash in capitals': lines(`${log} ${id} 1 ${'A'.repeat(64)}`, ''),
      },
    },
    'audit head': {
      accepted: { 'of a province': of(head, {}) },
      refused: { ...common(head), 'no MSP id': of(head, { mspId: '' }) },
    },
  };
}

/** By what reads them. */
export async function addForms(set: VectorSet): Promise<void> {
  const all = {
    day: days,
    'day of a second': seconds,
    instant: instants,
    'signature in DER': signatures(set),
    'compressed point': points(set),
    COSE_Sign1: await coses(set),
    JSON: json,
    entry: entries(set),
    ...feedFiles(set),
    credential: credentials((await credentialText(set.cast, 'pdf')).text),
  };
  set.put('forms.json', utf8(`${JSON.stringify(all, null, 1)}\n`));
}
