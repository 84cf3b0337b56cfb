/** What is CBOR, in `forms.json`: COSE_Sign1, QR codes, live codes, leaves and receipts, whose signatures nobody has to verify. */
import { concat, fromHex, toHex, utf8 } from '../formats/bytes.js';
import { CborTag, decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { parseCose } from '../formats/cose.js';
import { signLiveCode } from '../formats/live-code.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import { flipS, signEs256 } from '../formats/repeatable.fixture.js';
import { compressedPoint } from '../formats/device-key.js';
import { codeOf, idOf, identifierOf, recoded, textOf } from './codes.fixture.js';
import { each } from './form.fixture.js';
import type { Form } from './form.fixture.js';
import { must } from './must.fixture.js';
import type { VectorSet } from './set.fixture.js';

const day = 86_400;
const own = -65537;
const hex = (value: Cbor): string => toHex(encodeCbor(value));

type Claims = ReadonlyMap<number | string, Cbor>;

export async function coses({ cast }: VectorSet): Promise<Form> {
  const { cose } = await codeOf(cast.issuer, 'good');
  const { kid, payload, signature } = parseCose(cose);
  const header = (...labels: readonly (readonly [number, Cbor])[]): Uint8Array => encodeCbor(new Map(labels));
  const own = header([1, -7], [4, kid]);
  const none = new Map();
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

export async function qrTexts({ cast }: VectorSet): Promise<Form> {
  const { text } = await codeOf(cast.issuer, 'good');
  const digits = text.slice(text.indexOf('#') + 1);
  const later = textOf(encodeCbor(new CborTag(21, [new Uint8Array(80)])));
  return {
    accepted: {
      'as it is printed': text,
      'digits alone': digits,
      'another address': `http://a:1/b?c#${digits}`,
    },
    refused: {
      'no address': `#${digits}`,
      'another scheme': `ftp://zheng.example.gov.cn/v#${digits}`,
      'what is no address': `zheng.example.gov.cn/v#${digits}`,
      'no digits': 'https://zheng.example.gov.cn/v#',
      'a letter among them': `${text.slice(0, -1)}a`,
      'an address alone': 'https://zheng.example.gov.cn/v',
      'a later form without an address': must(later.split('#')[1]),
    },
    later: { 'a later form': later },
  };
}

export async function qrCodes({ cast }: VectorSet): Promise<Form> {
  const { cose } = await codeOf(cast.issuer, 'good');
  const claims = decodeCbor(parseCose(cose).payload) as Claims;
  const nbf = claims.get(5) as number;
  const saying = (payload: Cbor): string =>
    toHex(
      recoded(cose, ([header, none, , signature]) => [
        ...[header ?? null, none ?? null, encodeCbor(payload), signature ?? null],
      ]),
    );
  const changed = (...of: readonly (readonly [number, Cbor | undefined])[]): string => {
    const map = new Map(claims);
    for (const [key, value] of of)
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    return saying(map);
  };
  const [, name = null, holder = null, number = null] = claims.get(own) as readonly Cbor[];
  const said = (...all: readonly Cbor[]): string => changed([own, all]);
  const copy = [idOf('good'), '办理公积金提取', '示例市公积金中心'] as const;
  const copied = (...parts: readonly Cbor[]): string => said(1, name, holder, number, parts);
  const key = compressedPoint(cast.keys.publicJwk('device'));
  const bound = (...parts: readonly Cbor[]): string =>
    changed([own, [2, name, holder, number, ...parts]], [4, nbf + 30 * day]);
  const of = idOf('original');
  const delegated = (...parts: readonly Cbor[]): string => bound(of, key, 0, parts);
  const helper = ['李四', '110***********0017'] as const;
  const items = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `item-${i}`);
  const until = (exp: Cbor | undefined): string =>
    changed([own, [2, name, holder, number, of, key, 0]], [4, exp]);
  return {
    accepted: {
      'of a certificate': toHex(cose),
      'no end': changed([4, undefined]),
      'an end of the last day but one of 9999': changed([4, 253_402_185_600]),
      'a name of 100 characters': said(1, '证'.repeat(100), holder, number),
      'of a copy': copied(...copy),
      'of a wallet credential': bound(of, key, 0),
      'whose key is attested': bound(of, key, 1),
      'of a wallet credential of one day': until(nbf + day),
      'of a delegation for anything': delegated(...helper),
      'of a delegation for 16 items': delegated(...helper, ...items(16)),
    },
    refused: {
      'claims that are a list': saying([]),
      'no issuer': changed([1, undefined]),
      'an issuer that is a number': changed([1, 11_330_000]),
      'an issuer of 19 characters': changed([1, `${claims.get(1) as string}0`]),
      'no identifier': changed([2, undefined]),
      'an identifier that is a number': changed([2, 1]),
      'an identifier of three parts': changed([2, '111000000000133400101.20261124000001.001']),
      'an end that is null': changed([4, null]),
      'an end that is a text': changed([4, `${claims.get(4) as number}`]),
      'an end that is no midnight': changed([4, nbf + 1]),
      'an end of the last day of 9999': changed([4, 253_402_272_000]),
      'no beginning': changed([5, undefined]),
      'a beginning that is a text': changed([5, `${nbf}`]),
      'a beginning beyond all dates': changed([5, 253_402_271_999 + day + 1]),
      'a beginning before all dates': changed([5, -253_402_271_999 - 10 * day]),
      'no certId': changed([7, undefined]),
      'a certId that is a text': changed([7, 'x'.repeat(16)]),
      'a certId of 17 octets': changed([7, new Uint8Array(17)]),
      'a claim that is not known': changed([6, nbf]),
      'no claims of its own': changed([own, undefined]),
      'claims of its own that are a text': changed([own, 'text']),
      'version 0': said(0, name, holder, number),
      'a version that is a text': said('1', name, holder, number),
      'a later version that is a text': said('3', name, holder, number),
      'no number': said(1, name, holder),
      'a number that is a number': said(1, name, holder, 1),
      'a name of 101 characters': said(1, '证'.repeat(101), holder, number),
      'a holder of 201 characters': said(1, name, '张'.repeat(201), number),
      'a number of 101 characters': said(1, name, holder, '*'.repeat(101)),
      'more than a copy': said(1, name, holder, number, copy, 0),
      'a copy of nothing': copied(),
      'a copy of a text': copied('x'.repeat(16), ...copy.slice(1)),
      'a copy of 15 octets': copied(new Uint8Array(15), ...copy.slice(1)),
      'a copy for nobody': copied(...copy.slice(0, 2)),
      'a copy for a purpose of 201 characters': copied(copy[0], '办'.repeat(201), copy[2]),
      'a copy for somebody of 201 characters': copied(copy[0], copy[1], '中'.repeat(201)),
      'a copy of four parts': copied(...copy, 0),
      'a copy that is a number': said(1, name, holder, number, 1),
      'an original that is a text': bound('x'.repeat(16), key, 0),
      'an original of 15 octets': bound(of.slice(1), key, 0),
      'a device’s key that is a text': bound(of, 'x'.repeat(33), 0),
      'a device’s key of 32 octets': bound(of, key.slice(1), 0),
      'a key that is kept nowhere': bound(of, key),
      'a key that is kept elsewhere': bound(of, key, 2),
      'a key that is kept in a text': bound(of, key, '0'),
      'more than a delegation': bound(of, key, 0, helper, 0),
      'a wallet credential without an end': until(undefined),
      'a wallet credential of no day': until(nbf),
      'a wallet credential of 31 days': until(nbf + 31 * day),
      'a wallet credential whose end is a text': until('1'),
      'a delegation to nobody': delegated(),
      'a delegation to a name alone': delegated(helper[0]),
      'a delegation to a name of 201 characters': delegated('李'.repeat(201), helper[1]),
      'a delegation to a number of 101 characters': delegated(helper[0], '*'.repeat(101)),
      'a delegation for 17 items': delegated(...helper, ...items(17)),
      'a delegation for a number': delegated(...helper, 1),
      'a delegation for what is no item': delegated(...helper, 'a b'),
      'a delegation for a list': delegated(...helper, ['item-1']),
      'a delegation that is a number': bound(of, key, 0, 1),
    },
    later: {
      'version 3': said(3, 'later'),
      'version 3 of other claims': changed([own, [3]], [6, nbf]),
    },
  };
}

export async function liveCodes({ cast, ledger }: VectorSet): Promise<Form> {
  const { keys, issuer } = cast;
  const wallet = {
    of: idOf('original'),
    deviceKey: compressedPoint(keys.publicJwk('device')),
    keyKind: 'software',
  } as const;
  const { cose } = await codeOf(issuer, 'wallet', {
    identifier: identifierOf(),
    validUntil: '2026-12-10',
    wallet,
  });
  const sign = (bytes: Uint8Array): Promise<Uint8Array> =>
    Promise.resolve(signEs256(keys.privateKey('device'), bytes));
  const { network } = ledger.anchor;
  const shown = { at: new Date('2026-11-24T04:00:00Z'), item: '330100-0042' };
  const good = decodeCbor(await signLiveCode(cose, shown, { network, sign })) as CborTag;
  const [payload = null, signature = null] = good.value as readonly Cbor[];
  const tagged = (...parts: readonly Cbor[]): string => hex(new CborTag(20, parts));
  const seconds = shown.at.getTime() / 1000;
  const says = (value: Cbor): string => tagged(encodeCbor(value), signature, cose, 1);
  const said = (...parts: readonly Cbor[]): string => says(parts);
  const asker = fromHex('0123456789abcdef');
  return {
    accepted: {
      'for an item': said(seconds, shown.item),
      'with a challenge': said(seconds, shown.item, '0427'),
      'with a challenge of a key': said(seconds, shown.item, '0427', asker),
      'in the first second': said(0, shown.item),
      'in the last second': said(253_402_300_799, shown.item),
      'an item of 32 characters': said(seconds, 'x'.repeat(32)),
    },
    refused: {
      'a number': hex(20),
      'no tag': hex([payload, signature, cose, 1]),
      'another tag': hex(new CborTag(21, [payload, signature, cose, 1])),
      'a tag of a number': hex(new CborTag(20, 1)),
      'three parts': tagged(payload, signature, cose),
      'five parts': tagged(payload, signature, cose, 1, 0),
      'version 0': tagged(payload, signature, cose, 0),
      'a later version that is a text': tagged(payload, signature, cose, '2'),
      'what is said is a list': tagged([seconds, shown.item], signature, cose, 1),
      'a signature that is a list': tagged(payload, Array<Cbor>(64).fill(1), cose, 1),
      'a signature of 63 octets': tagged(payload, (signature as Uint8Array).slice(1), cose, 1),
      'a signature with high s': tagged(payload, flipS(signature as Uint8Array), cose, 1),
      'a credential that is a text': tagged(payload, signature, 'text', 1),
      'no credential': tagged(payload, signature, new Uint8Array(), 1),
      'what is no credential': tagged(payload, signature, cose.slice(1), 1),
      'what is said is a number': says(1),
      'nothing is said': said(),
      'a time that is a text': said(`${seconds}`, shown.item),
      'a time before 1970': said(-1, shown.item),
      'a time after the year 9999': said(253_402_300_800, shown.item),
      'no item': said(seconds),
      'an item that is a number': said(seconds, 42),
      'an item of 33 characters': said(seconds, 'x'.repeat(33)),
      'an item with a space': said(seconds, 'a b'),
      'an item of nothing': said(seconds, ''),
      'a challenge that is a number': said(seconds, shown.item, 1427),
      'a challenge of three digits': said(seconds, shown.item, '427'),
      'a key and no challenge': said(seconds, shown.item, asker),
      'a key that is a text': said(seconds, shown.item, '0427', 'x'.repeat(8)),
      'a key of 7 octets': said(seconds, shown.item, '0427', asker.slice(1)),
      'more is said': said(seconds, shown.item, '0427', asker, 0),
    },
    later: {
      'version 2': tagged(payload, signature, cose, 2),
      'version 2 of other parts': tagged(0, 0, 0, 2, 0),
    },
  };
}

const certId = idOf('good');
const digest = new Uint8Array(32).fill(7);
const digestsOf = (...all: readonly (readonly [number | string, Cbor])[]): Claims => new Map(all);
const good = digestsOf([1, digest], [2, digest], [3, digest]);

const digestsAccepted: Readonly<Record<string, Claims>> = {
  'three digests': good,
  'one digest': digestsOf([3, digest]),
  'a type of later software': digestsOf([1, digest], [9, new Uint8Array(16)]),
  'a longer digest of a later type': digestsOf([9, new Uint8Array(64)]),
  '16 digests': digestsOf(...Array.from({ length: 16 }, (_, i) => [i + 1, digest] as const)),
};

const digestsRefused: Readonly<Record<string, Cbor>> = {
  'digests in a list': [digest],
  'no digest': digestsOf(),
  '17 digests': digestsOf(...Array.from({ length: 17 }, (_, i) => [i + 1, digest] as const)),
  'a digest of type 0': digestsOf([0, digest]),
  'a digest of type -1': digestsOf([-1, digest]),
  'a digest whose type is a text': digestsOf(['1', digest]),
  'a digest of 31 octets': digestsOf([1, digest.slice(1)]),
  'a digest of 64 octets': digestsOf([2, new Uint8Array(64)]),
  'a digest that is a text': digestsOf([3, 'x'.repeat(32)]),
  'a digest of a later type of 15 octets': digestsOf([9, new Uint8Array(15)]),
  'a digest of a later type of 65 octets': digestsOf([9, new Uint8Array(65)]),
  'a digest of a later type that is a text': digestsOf([9, 'x'.repeat(32)]),
};

const certIdsRefused: Readonly<Record<string, Cbor>> = {
  'a certId of 15 octets': certId.slice(1),
  'a certId that is a text': 'x'.repeat(16),
};

export function leaves(): Form {
  const leaf = (digests: Cbor, of: Cbor = certId): string => hex([2, of, digests]);
  return {
    accepted: each(digestsAccepted, (digests) => leaf(digests)),
    refused: {
      ...each(digestsRefused, (digests) => leaf(digests)),
      ...each(certIdsRefused, (of) => leaf(good, of)),
      'a number': hex(2),
      'a map': hex(good),
      'two parts': hex([2, certId]),
      'four parts': hex([2, certId, good, 0]),
      'version 1': hex([1, certId, good]),
      'a later version that is a text': hex(['3', certId, good]),
    },
    later: { 'version 3': hex([3, certId, good]), 'version 3 of other parts': hex([3]) },
  };
}

export function receipts({ pdf }: VectorSet): Form {
  const parts = decodeCbor(pdf.receipt, { length: pdf.receipt.length, depth: 3 }) as readonly Cbor[];
  const changed = (...of: readonly (readonly [number, Cbor])[]): string =>
    hex(parts.map((part, i) => of.find(([at]) => at === i)?.[1] ?? part));
  const entry = parseJson(parts[5] as Uint8Array) as JsonObject;
  const { root: _r, size, keys: _k, types: _t, qr: _q, ...bare } = entry;
  const stated = (value: unknown): string => changed([5, utf8(canonicalJson(value as JsonObject))]);
  const changes = [{ cert: '11'.repeat(16), state: 'revoked', reason: 'lost' }];
  const endorsements = parts[7] as readonly Cbor[];
  const [endorser = null, signature = null] = endorsements[0] as readonly Cbor[];
  const endorsed = (...all: readonly Cbor[]): string => changed([7, all]);
  const hash = new Uint8Array(32);
  return {
    accepted: {
      'as it was given': toHex(pdf.receipt),
      ...each(digestsAccepted, (digests) => changed([2, digests])),
      'a path of 31 hashes': changed([4, Array<Cbor>(31).fill(hash)]),
      'no path': changed([4, []]),
    },
    refused: {
      ...each(digestsRefused, (digests) => changed([2, digests])),
      ...each(certIdsRefused, (of) => changed([1, of])),
      'a number': hex(2),
      'a map': hex(good),
      'seven parts': hex(parts.slice(0, 7)),
      'nine parts': hex([...parts, 0]),
      'version 1': changed([0, 1]),
      'a later version that is a text': changed([0, '3']),
      'a place that is a text': changed([3, '0']),
      'a place below 0': changed([3, -1]),
      'a place behind the last': changed([3, size as number]),
      'a path that is a byte string': changed([4, hash]),
      'a path of 32 hashes': changed([4, Array<Cbor>(32).fill(hash)]),
      'a hash of 31 octets': changed([4, [hash.slice(1)]]),
      'a hash of 33 octets': changed([4, [new Uint8Array(33)]]),
      'a hash that is a text': changed([4, ['x'.repeat(32)]]),
      'a hash that is a list': changed([4, [Array<Cbor>(32).fill(0)]]),
      'an entry that is a text': changed([5, canonicalJson(entry)]),
      'an entry that is none': stated({}),
      'an entry that is not canonical': changed([5, concat(parts[5] as Uint8Array, utf8(' '))]),
      'an entry that anchors nothing': stated({ ...bare, changes }),
      'a payload that is a text': changed([6, 'text']),
      'endorsements that are a byte string': changed([7, hash]),
      '65 endorsements': endorsed(...Array<Cbor>(65).fill([hash, hash])),
      'an endorsement that is a byte string': endorsed(hash),
      'an endorsement of one part': endorsed([endorser]),
      'an endorsement of three parts': endorsed([endorser, signature, 0]),
      'an endorser that is a text': endorsed(['text', signature]),
      'a signature of 145 octets': endorsed([endorser, new Uint8Array(145)]),
    },
    later: {
      'version 3': changed([0, 3]),
      'version 3 of other parts': hex([3]),
      'an entry of the next version': stated({ ...entry, v: 2 }),
    },
  };
}
