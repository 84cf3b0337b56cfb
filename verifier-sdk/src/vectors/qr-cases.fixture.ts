/** QR codes: what they say, who signed them, what became of them, and when they are looked at. */
import { deflateSync, constants } from 'node:zlib';

import { concat } from '../formats/bytes.js';
import { CborTag, decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { signCose } from '../formats/cose.js';
import type { Leaf } from '../formats/leaf.js';
import { parseQr, qrDigest, signQr } from '../formats/qr.js';
import type { QrClaims } from '../formats/qr.js';
import { flipS } from '../formats/repeatable.fixture.js';
import {
  claimsOf,
  codeOf,
  idOf,
  identifierOf,
  identifierWith,
  masked,
  person,
  recoded,
  textOf,
} from './codes.fixture.js';
import { addDelivered } from './delivered-cases.fixture.js';
import type { Add } from './delivered-cases.fixture.js';
import { begin, day, foreignType, issuerCode, minute, otherIssuer } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import { must } from './must.fixture.js';
import type { Cast } from './cast.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

/** The claims of a certificate as CBOR has them. */
export async function payloadOf(cast: Cast, name: string): Promise<Map<number | string, Cbor>> {
  return new Map(decodeCbor(parseQr(await signQr(claimsOf(name), cast.issuer)).payload) as Map<number, Cbor>);
}

export async function addQrCases(set: VectorSet): Promise<void> {
  const { cast } = set;
  const add: Add = (id, text, expect, more = {}) => {
    set.case({
      ...{ id: `qr/${id}`, section: 'QR code', input: { kind: 'qr', text }, expect },
      ...more,
    });
  };
  await addForms(cast, add);
  await addSigners(cast, add);
  await addStates(cast, add);
  await addClocks(cast, add);
  await addHolders(cast, add);
  await addAnchoring(cast, add);
  await addBackdated(set, add);
  await addManyLists(set, add);
}

async function addForms(cast: Cast, add: Add): Promise<void> {
  const { issuer } = cast;
  const { text, cose } = await codeOf(issuer, 'good');
  const digits = text.slice(text.indexOf('#') + 1);
  add('good', text, 'valid OK');
  add('another-host', `https://evil.example/v#${digits}`, 'valid OK');
  add('http-path-and-query', `http://127.0.0.1:8080/a/v?from=x#${digits}`, 'valid OK');
  add('bare-digits', digits, 'valid OK');
  add('in-capitals', text.toUpperCase(), 'valid OK');
  add('symbology-identifier', `]Q1\\000026${text}`, 'valid OK');
  add('broken-into-lines', `\ufeff${digits.replaceAll(/(.{60})/g, '$1\r\n')}`, 'valid OK');
  add(
    'wide-digits',
    digits.replaceAll(/./g, (d) => String.fromCharCode(0xff10 + Number(d))),
    'valid OK',
  );
  add('chat-suffix', `${text}#wechat_redirect`, 'valid OK');
  const zlib = new Uint8Array(deflateSync(cose, { strategy: constants.Z_HUFFMAN_ONLY }));
  zlib[0] = 0x78;
  zlib[1] = 0x9c;
  add('zlib', textOf(zlib), 'valid OK');
  add('zlib-and-more', textOf(concat(zlib, Uint8Array.of(0))), 'indeterminate READ_AGAIN');
  add('zlib-bomb', textOf(new Uint8Array(deflateSync(new Uint8Array(8192)))), 'indeterminate READ_AGAIN');
  add('empty', '', 'invalid NOT_A_CERTIFICATE');
  add('another-code', 'https://example.com/', 'invalid NOT_A_CERTIFICATE');
  await addDelivered(cast, add);
  add('too-long', '1'.repeat(20_000), 'invalid NOT_A_CERTIFICATE');
  add('address-alone', 'https://zheng.example.gov.cn/v#', 'indeterminate READ_AGAIN');
  add('cut-short', text.slice(0, -20), 'indeterminate READ_AGAIN');
  add('run-together', text + text, 'indeterminate READ_AGAIN');
  const large = `${digits.slice(0, 17)}99999999999999999${digits.slice(34)}`;
  add('group-too-large', `https://host/v#${large}`, 'indeterminate READ_AGAIN');
  const later = encodeCbor(new CborTag(21, [new Uint8Array(80)]));
  add('later-form', textOf(later), 'indeterminate UPDATE_NEEDED');
  add('later-form-without-address', textOf(later).split('#')[1] ?? '', 'indeterminate READ_AGAIN');
  add(
    'high-s',
    textOf(recoded(cose, (parts) => [...parts.slice(0, 3), flipS(parts[3] as Uint8Array)])),
    'invalid STRUCTURE_REFUSED',
  );
  const unprotected = recoded(cose, ([header, , ...rest]) => [header ?? null, new Map([[4, 1]]), ...rest]);
  add('unprotected-header', textOf(unprotected), 'invalid STRUCTURE_REFUSED');
  add('five-parts', textOf(recoded(cose, (parts) => [...parts, 0])), 'invalid STRUCTURE_REFUSED');
  const header = new Map<number, Cbor>([
    [1, -7],
    [4, issuer.kid],
    [5, 1],
  ]);
  const more = recoded(cose, ([, ...rest]) => [encodeCbor(header), ...rest]);
  add('header-with-more', textOf(more), 'invalid STRUCTURE_REFUSED');
  const es384 = new Map<number, Cbor>([
    [1, -35],
    [4, issuer.kid],
  ]);
  const another = recoded(cose, ([, ...rest]) => [encodeCbor(es384), ...rest]);
  add('another-algorithm', textOf(another), 'invalid STRUCTURE_REFUSED');
  // The first head of the array, in two bytes where one would do.
  const loose = concat(cose.subarray(0, 1), Uint8Array.of(0x98, 4), cose.subarray(2));
  add('not-deterministic', textOf(loose), 'invalid NOT_A_CERTIFICATE');
}

async function addSigners(cast: Cast, add: Add): Promise<void> {
  const { issuer, stranger, credential, rsa, keys } = cast;
  const code = async (key = issuer, change: Partial<QrClaims> = {}): Promise<string> =>
    (await codeOf(key, 'good', change)).text;
  const { text } = await codeOf(issuer, 'good');
  const changed = parseQr((await codeOf(issuer, 'good')).cose);
  const claims = new Map(decodeCbor(changed.payload) as Map<number, Cbor>);
  claims.set(-65537, [1, '居住证', '李四', masked.holderNumber]);
  const { cose } = await codeOf(issuer, 'good');
  const forged = recoded(cose, ([header, none, , signature]) => [
    ...[header ?? null, none ?? null, encodeCbor(claims), signature ?? null],
  ]);
  add('another-name', textOf(forged), 'invalid SIGNATURE_INVALID');
  add('posing', await code({ ...stranger, kid: issuer.kid }), 'invalid SIGNATURE_INVALID');
  add('unknown-key', await code(stranger), 'invalid KEY_NOT_VALID');
  add('key-of-another-use', await code(credential), 'invalid KEY_NOT_VALID');
  add('key-for-lists', await code(await keys.key('listing')), 'invalid KEY_NOT_VALID');
  add('kid-of-the-rsa-key', await code({ ...stranger, kid: rsa.kid }), 'invalid SIGNATURE_INVALID');
  const unknown = '11330000MB0000000X';
  const unregistered = { issuer: unknown, identifier: identifierOf('1', { issuer: unknown }) };
  add('unknown-issuer', await code(issuer, unregistered), 'invalid ISSUER_UNKNOWN');
  const theirs = { issuer: otherIssuer, identifier: identifierOf('1', { issuer: otherIssuer }) };
  add('key-of-another-issuer', await code(issuer, theirs), 'invalid KEY_NOT_VALID');
  add('another-issuer', await code(await keys.key('other-issuer'), theirs), 'valid OK');
  const foreign = identifierOf('1', { type: foreignType });
  add('foreign-type', await code(issuer, { identifier: foreign }), 'invalid ISSUER_NOT_ALLOWED');
  const wrong = identifierWith('wrong', '7');
  add('identifier-check-wrong', await code(issuer, { identifier: wrong }), 'invalid STRUCTURE_REFUSED');
  const variant = identifierWith('variant', '7');
  add('identifier-check-variant', await code(issuer, { identifier: variant }), 'valid OK');
  const signed = async (payload: Map<number | string, Cbor>, by = issuer): Promise<string> =>
    textOf(await signCose(encodeCbor(payload), by));
  const later = (await payloadOf(cast, 'good')).set(-65537, [3, 'later']);
  add('later-claims', await signed(later), 'indeterminate UPDATE_NEEDED');
  const posing = await signed(later, { ...stranger, kid: issuer.kid });
  add('later-claims-posing', posing, 'invalid SIGNATURE_INVALID');
  add('later-claims-of-nobody', await signed(later, stranger), 'invalid STRUCTURE_REFUSED');
  const nobody = await signed(new Map(later).set(1, 5));
  add('later-claims-without-an-issuer', nobody, 'invalid STRUCTURE_REFUSED');
  add('later-claims-without-mirror', await signed(later), 'indeterminate UPDATE_NEEDED', { mirror: null });
  const unknownClaim = (await payloadOf(cast, 'good')).set(8, 1);
  add('unknown-claim', await signed(unknownClaim), 'invalid STRUCTURE_REFUSED');
  const noon = (await payloadOf(cast, 'good')).set(5, begin / 1000);
  add('validity-that-is-no-day', await signed(noon), 'invalid STRUCTURE_REFUSED');
  const short = (await payloadOf(cast, 'good')).set(7, new Uint8Array(8));
  add('certid-of-8-bytes', await signed(short), 'invalid STRUCTURE_REFUSED');
  const five = (await payloadOf(cast, 'good')).set(-65537, [1, '居住证', '张三', '3***', null, null]);
  add('claims-with-more', await signed(five), 'invalid STRUCTURE_REFUSED');
  add('without-mirror', text, 'indeterminate STATUS_UNKNOWN', { mirror: null });
  const days = { now: instant(begin + 3 * day) };
  add('unknown-issuer-old-mirror', await code(issuer, unregistered), 'indeterminate STATUS_STALE', days);
  add('unknown-key-old-mirror', await code(stranger), 'indeterminate STATUS_STALE', days);
  const copy = { copy: { of: idOf('good'), purpose: '办理公积金提取', user: '示例市公积金中心' } };
  add('copy', (await codeOf(issuer, 'copy', copy)).text, 'valid OK');
  const ofRevoked = { copy: { ...copy.copy, of: idOf('revoked') } };
  add('copy-of-a-revoked-one', (await codeOf(issuer, 'copy', ofRevoked)).text, 'invalid REVOKED');
  const ofSuperseded = { copy: { ...copy.copy, of: idOf('superseded') } };
  add('copy-of-a-superseded-one', (await codeOf(issuer, 'copy', ofSuperseded)).text, 'invalid SUPERSEDED');
}

async function addStates(cast: Cast, add: Add): Promise<void> {
  const more = { section: 'Status' };
  const state = async (name: string, expect: string, also: Partial<CaseOf> = {}): Promise<void> => {
    const id = also.id ?? name;
    add(id, (await codeOf(cast.issuer, name)).text, expect, { ...more, ...also, id: `status/${id}` });
  };
  await state('suspended', 'invalid SUSPENDED');
  await state('reinstated', 'valid OK');
  await state('revoked', 'invalid REVOKED');
  await state('cancelled', 'invalid CANCELLED');
  await state('superseded', 'invalid SUPERSEDED');
  for (const version of ['999', 'A01']) {
    const { text } = await codeOf(cast.issuer, 'superseded', { identifier: identifierOf('1', { version }) });
    add(`status/superseded-version-${version}`, text, 'invalid SUPERSEDED', {
      ...more,
      id: `status/superseded-version-${version}`,
    });
  }
  await state('transferred', 'invalid TRANSFERRED');
  await state('waiting', 'valid OK');
  await state('withdrawn', 'valid OK');
  // By the clock alone: what is known is two days old, and bad news does not go stale.
  const eve = { now: '2026-11-26T15:59:59.999Z', policy: { maxStatusAge: 30 * day } };
  const itsDay = { now: '2026-11-26T16:00:00.000Z', policy: { maxStatusAge: 30 * day } };
  await state('waiting', 'valid OK', { id: 'waiting-on-the-eve', ...eve });
  await state('waiting', 'invalid SUPERSEDED', { id: 'waiting-on-its-day', ...itsDay });
  await state('withdrawn', 'valid OK', { id: 'withdrawn-on-the-day', ...itsDay });
  await state('revoked', 'invalid REVOKED', { id: 'revoked-old-mirror', now: instant(begin + 60 * day) });
  const another = { issuer: otherIssuer, identifier: identifierOf('1', { issuer: otherIssuer }) };
  const theirs = await codeOf(await cast.keys.key('other-issuer'), 'revoked', another);
  // Statuses are of (issuer, certId): nobody changes another's.
  add('same-certid-of-another-issuer', theirs.text, 'valid OK', {
    ...more,
    id: 'status/same-certid-of-another-issuer',
  });
}

async function addClocks(cast: Cast, add: Add): Promise<void> {
  const { text } = await codeOf(cast.issuer, 'good');
  const at = (id: string, expect: string, now: string, also: Partial<CaseOf> = {}, of = text): void => {
    add(id, of, expect, { section: 'Clocks and freshness', now, ...also, id: `clock/${id}` });
  };
  const policy = { maxStatusAge: 10 * 366 * day };
  const beat = begin + minute;
  at('a-day-old', 'valid OK', instant(beat + day));
  at('older-than-a-day', 'indeterminate STATUS_STALE', instant(beat + day + 1));
  at('older-and-status-not-required', 'valid OK', instant(beat + day + 1), {
    policy: { requireStatus: false },
  });
  at('five-minutes-behind', 'valid OK', instant(beat - 5 * minute));
  at('further-behind', 'indeterminate CLOCK_BEHIND', instant(beat - 5 * minute - 1));
  at('skew-of-the-policy', 'valid OK', instant(beat - 50 * minute), { policy: { clockSkew: 60 * minute } });
  at('last-day', 'valid OK', '2027-11-23T15:59:59.999Z', { policy });
  at('day-after', 'invalid EXPIRED', '2027-11-23T16:00:00.000Z', { policy });
  const future = (await codeOf(cast.issuer, 'good', { validFrom: '2026-11-26', validUntil: null })).text;
  at('before-its-first-day', 'invalid NOT_YET_VALID', '2026-11-25T15:59:59.999Z', { policy }, future);
  at('first-day', 'valid OK', '2026-11-25T16:00:00.000Z', { policy }, future);
  at('no-expiry', 'valid OK', '2035-01-01T00:00:00.000Z', { policy: { maxStatusAge: 9000 * day } }, future);
  // It is never earlier than the checkpoint, whatever the clock says.
  const yesterday = await codeOf(cast.issuer, 'good', { validFrom: '2026-11-01', validUntil: '2026-11-23' });
  const early = '2026-11-20T00:00:00.000Z';
  at('clock-behind-does-not-revive', 'invalid EXPIRED', early, {}, yesterday.text);
  at(
    'twelve-years-later',
    'indeterminate STATUS_STALE',
    '2038-11-24T00:00:00.000Z',
    {
      policy: { maxStatusAge: 100 * 366 * day },
    },
    future,
  );
  const revoked = (await codeOf(cast.issuer, 'revoked', { validUntil: null })).text;
  at('twelve-years-later-revoked', 'invalid REVOKED', '2038-11-24T00:00:00.000Z', {}, revoked);
}

async function addHolders(cast: Cast, add: Add): Promise<void> {
  const { text } = await codeOf(cast.issuer, 'good');
  const holder = (id: string, expect: string, of: { name?: string; number?: string }): void => {
    add(id, text, expect, { section: 'Holder', asked: { holder: of }, id: `holder/${id}` });
  };
  holder('name-and-number', 'valid OK', person);
  holder('name-as-typed', 'valid OK', { name: '阿卜杜热西提・麦麦提' });
  holder('masked-number', 'valid OK', { number: masked.holderNumber });
  holder('number-with-spaces', 'valid OK', { number: '330102 19900101 1234' });
  holder('another-name', 'invalid HOLDER_NAME_MISMATCH', { ...person, name: '张三' });
  holder('another-number', 'invalid HOLDER_NUMBER_MISMATCH', { ...person, number: '330102199001011235' });
  holder('another-person', 'invalid HOLDER_MISMATCH', { name: '张三', number: '110102199001011235' });
  holder('invisible-character', 'indeterminate HOLDER_INPUT_UNUSABLE', { name: `${person.name}\u200b` });
  holder('nothing-asked', 'valid OK', {});
}

async function addAnchoring(cast: Cast, add: Add): Promise<void> {
  const section = 'Anchoring of QR codes';
  const policy = { requireAnchoring: true };
  const anchored = async (
    id: string,
    name: string,
    expect: string,
    more: Partial<CaseOf> = {},
    key = cast.issuer,
    change: Partial<QrClaims> = {},
  ): Promise<void> => {
    add(id, (await codeOf(key, name, change)).text, expect, { section, ...more, id: `qr-anchoring/${id}` });
  };
  const forged = { holderName: '李四' };
  await anchored('listed', 'listed', 'valid OK', { policy, mirror: 'all-lists' });
  await anchored(
    'not-listed',
    'good',
    'invalid NOT_ANCHORED',
    { policy, mirror: 'all-lists' },
    cast.issuer,
    forged,
  );
  await anchored('not-listed-and-not-asked', 'good', 'valid OK', {}, cast.issuer, forged);
  await anchored('without-lists', 'listed', 'indeterminate RECEIPT_MISSING', { policy });
  await anchored(
    'not-listed-old-mirror',
    'good',
    'indeterminate STATUS_STALE',
    { policy, mirror: 'all-lists', now: instant(begin + 3 * day) },
    cast.issuer,
    forged,
  );
  await anchored(
    'not-listed-clock-behind',
    'good',
    'indeterminate CLOCK_BEHIND',
    { policy, mirror: 'all-lists', now: instant(begin - 3 * day) },
    cast.issuer,
    { ...forged, validFrom: '2026-11-01' },
  );
  await anchored('before-revocation', 'before-revocation', 'valid OK', {}, cast.revoked);
  await anchored('after-revocation', 'good', 'invalid NOT_ANCHORED', {}, cast.revoked, forged);
  const old = { now: instant(begin + 3 * day) };
  // The list of a revoked key is closed: its absence is no matter of age.
  await anchored('after-revocation-old-mirror', 'good', 'invalid NOT_ANCHORED', old, cast.revoked, forged);
  const lacking = { mirror: 'without-list' };
  const code = 'indeterminate RECEIPT_MISSING';
  await anchored('revoked-without-list', 'before-revocation', code, lacking, cast.revoked);
  const long = { mirror: 'list-too-long' };
  await anchored('revoked-list-too-long', 'before-revocation', code, long, cast.revoked);
  const second = { mirror: 'tampered-list-and-a-good-one' };
  await anchored('revoked-list-of-another-server', 'before-revocation', 'valid OK', second, cast.revoked);
  const tampered = { mirror: 'tampered-list' };
  await anchored('revoked-tampered-list', 'before-revocation', code, tampered, cast.revoked);
}

/** Lists of entries that a revoked key is named in since: under an earlier version, and one that is not here. */
async function addBackdated(set: VectorSet, add: Add): Promise<void> {
  const { cast } = set;
  const section = 'Anchoring of QR codes';
  const { text, cose } = await codeOf(cast.revoked, 'backdated');
  const leaves = [{ certId: idOf('backdated'), qr: await qrDigest(cose) }];
  const listed = async (
    id: string,
    expect: string,
    prepare: (ledger: VectorLedger) => Promise<unknown>,
    problems: readonly string[] = [],
  ): Promise<void> => {
    const ledger = set.ledger;
    await prepare(ledger);
    await ledger.anchorTree(leaves, [cast.revoked]);
    await ledger.publishLater();
    if (problems.length > 0)
      ledger.files.set('feed/p/ZhejiangMSP/1.json', must(set.ledger.files.get('feed/p/ZhejiangMSP/1.json')));
    const first = { servers: [set.good], now: instant(set.ledger.now) };
    const second = { servers: [set.server(`qr-anchoring-${id}`, ledger)], now: instant(ledger.now) };
    const updated = { outcome: 'updated', problems: [], equivocation: false } as const;
    const mirror = set.mirror(`qr-anchoring-${id}`, section, [
      { ...first, expect: updated },
      { ...second, expect: { ...updated, problems } },
    ]);
    add(id, text, expect, { section, mirror, now: instant(ledger.now), id: `qr-anchoring/${id}` });
  };
  await listed('backdated-after-revocation', 'invalid NOT_ANCHORED', async (ledger) => {
    const revoked = ledger.under();
    await ledger.change(idOf('somebody'), 'revoked');
    ledger.unders.set(issuerCode, { ...revoked, p: revoked.p - 2 });
  });
  const renew = (ledger: VectorLedger) => ledger.register(issuerCode, 'ZhejiangMSP');
  const open = 'indeterminate RECEIPT_MISSING';
  await listed('under-a-version-to-come', open, renew, ['FEED_SHORT']);
}

/** Several lists of several codes, in whatever order their digests come. */
async function addManyLists(set: VectorSet, add: Add): Promise<void> {
  const { cast } = set;
  const section = 'Anchoring of QR codes';
  const ledger = set.ledger;
  const texts: string[] = [];
  for (const size of [3, 1, 2, 3]) {
    const leaves: Leaf[] = [];
    for (let i = 0; i < size; i += 1) {
      const name = `of-many-lists-${texts.length + 1}`;
      const { text, cose } = await codeOf(cast.issuer, name);
      texts.push(text);
      leaves.push({ certId: idOf(name), qr: await qrDigest(cose) });
    }
    await ledger.anchorTree(leaves, [cast.issuer]);
  }
  await ledger.publishLater();
  const mirror = set.mirrorOf('many-lists', section, ledger, [], { qrLists: 'all-keys' });
  const more = { section, mirror, now: instant(ledger.now), policy: { requireAnchoring: true } };
  for (const [i, text] of texts.entries())
    add('', text, 'valid OK', { ...more, id: `qr-anchoring/of-many-lists-${i + 1}` });
  const { text } = await codeOf(cast.issuer, 'of-no-list');
  add('', text, 'invalid NOT_ANCHORED', { ...more, id: 'qr-anchoring/of-none-of-many-lists' });
}
