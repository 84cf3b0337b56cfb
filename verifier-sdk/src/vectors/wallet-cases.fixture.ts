/** Wallet credentials, live codes and presentations. */
import { ECDH } from 'node:crypto';

import { flipS, signEs256 } from '../formats/repeatable.fixture.js';
import { toHex } from '../formats/bytes.js';
import { CborTag, decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { credentialDigest, parseCredential } from '../formats/credential.js';
import type { CredentialClaims } from '../formats/credential.js';
import { signCose } from '../formats/cose.js';
import { compressedPoint } from '../formats/device-key.js';
import { signLiveCode } from '../formats/live-code.js';
import type { Showing } from '../formats/live-code.js';
import type { Json, JsonObject } from '../formats/json.js';
import { signJws } from '../formats/jws.js';
import { bindPresentation, presentationHash, selectDisclosures } from '../formats/presentation.js';
import { parseQr, signQr } from '../formats/qr.js';
import type { QrClaims, WalletClaims } from '../formats/qr.js';
import type { TestKey } from '../attestation/network.fixture.js';
import type { VerifyOptions } from '../verify/index.js';
import { claimsOf, idOf, identifierOf, identifierWith, person, textOf } from './codes.fixture.js';
import { credentialText } from './documents.fixture.js';
import { foreignType, minute } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';
import { must } from './must.fixture.js';

const item = '330100-0042';
const asker = '0123456789abcdef';
const helper = { name: '李四', number: '110***********0017' };

export async function addWalletCases(set: VectorSet): Promise<void> {
  await addLiveCodes(set);
  await addPresentations(set);
}

class Phone {
  constructor(
    readonly set: VectorSet,
    readonly name: string,
  ) {}

  get deviceKey(): Uint8Array {
    return compressedPoint(this.set.cast.keys.publicJwk(this.name));
  }

  async credential(change: Partial<QrClaims> = {}, wallet: Partial<WalletClaims> = {}): Promise<Uint8Array> {
    const bound = { of: idOf('good'), deviceKey: this.deviceKey, keyKind: 'software', ...wallet } as const;
    const all = { validUntil: '2026-12-23', wallet: bound, ...change };
    return signQr(claimsOf('wallet', all), this.set.cast.issuer);
  }

  show(cose: Uint8Array, showing: Showing, network = this.set.ledger.network): Promise<Uint8Array> {
    const key = this.set.cast.keys.privateKey(this.name);
    return signLiveCode(cose, showing, { network, sign: (bytes) => Promise.resolve(signEs256(key, bytes)) });
  }
}

async function addLiveCodes(set: VectorSet): Promise<void> {
  const section = 'Wallet credential and live code';
  const phone = new Phone(set, 'device');
  const now = set.ledger.now + minute;
  const said: Showing = { at: new Date(now - 5000), item };
  const open: VerifyOptions = { holder: person, showing: { item } };
  const raw = (id: string, text: string, expect: string, more: Partial<CaseOf> = {}): void => {
    const all = { section, now: instant(now), asked: open, ...more };
    set.case({ id: `live/${id}`, input: { kind: 'qr', text }, expect, ...all });
  };
  const cose = await phone.credential();
  const add = async (
    id: string,
    expect: string,
    {
      showing = {},
      change = {},
      wallet = {},
      ...more
    }: Partial<CaseOf> & {
      showing?: Partial<Showing>;
      change?: Partial<QrClaims>;
      wallet?: Partial<WalletClaims>;
    } = {},
  ): Promise<void> => {
    const own = await phone.credential(change, wallet);
    raw(id, textOf(await phone.show(own, { ...said, ...showing })), expect, more);
  };
  const good = textOf(await phone.show(cose, said));
  raw('good', good, 'valid OK');
  raw(
    'attested-key',
    textOf(await phone.show(await phone.credential({}, { keyKind: 'attested' }), said)),
    'valid OK',
  );
  const again = textOf(await phone.show(cose, { ...said, at: new Date(now - 10_000) }));
  raw('shown-again-within-ten-seconds', again, 'valid OK', {
    earlier: [instant(now - 9000)],
    now: instant(now),
  });
  raw('used', good, 'invalid LIVE_CODE_USED', { earlier: [instant(now - 4000)], now: instant(now + 10_000) });
  // What was not taken must not count as taken.
  raw('looked-at-without-item-before', good, 'indeterminate ITEM_NEEDED', {
    ...{ earlier: [instant(now - 4000)], now: instant(now + 10_000), asked: { holder: person } },
  });
  const at = said.at.getTime();
  const on = (ahead: number): Partial<CaseOf> => ({ now: instant(at + ahead) });
  raw('after-60-seconds', good, 'valid OK', on(60_000));
  raw('after-60-seconds-and-more', good, 'indeterminate LIVE_CODE_TIME', on(60_001));
  raw('30-seconds-ahead', good, 'valid OK', on(-30_000));
  raw('further-ahead', good, 'indeterminate LIVE_CODE_TIME', on(-30_001));
  raw('without-item', good, 'indeterminate ITEM_NEEDED', { asked: { holder: person } });
  raw('another-item', good, 'invalid LIVE_CODE_ITEM', { asked: { holder: person, showing: { item: 'x' } } });
  raw('without-holder', good, 'indeterminate HOLDER_NEEDED', { asked: { showing: { item } } });
  raw('another-person', good, 'invalid HOLDER_NAME_MISMATCH', {
    asked: { ...open, holder: { name: '张三' } },
  });
  const challenged = { asked: { holder: person, showing: { item, challenge: '0042', asker } } };
  const late = { ...challenged, now: instant(now + 10 * minute) };
  await add('challenge-whatever-the-time', 'valid OK', { ...late, showing: { challenge: '0042' } });
  await add('challenge-and-asker', 'valid OK', { ...late, showing: { challenge: '0042', asker } });
  await add('another-challenge', 'invalid LIVE_CODE_CHALLENGE', { ...late, showing: { challenge: '0043' } });
  const foreign = { challenge: '0042', asker: 'f'.repeat(16) };
  await add('another-asker', 'invalid LIVE_CODE_CHALLENGE', { ...late, showing: foreign });
  await add('challenge-of-another-window', 'invalid LIVE_CODE_CHALLENGE', { showing: { challenge: '0042' } });
  await add('no-challenge', 'indeterminate CHALLENGE_NEEDED', challenged);
  const acting = { delegate: { ...helper, items: [item] } };
  const helping = { asked: { ...open, holder: { name: helper.name } } };
  await add('delegation', 'valid OK', { ...helping, wallet: acting });
  await add('delegation-shown-by-the-holder', 'invalid HOLDER_NAME_MISMATCH', {
    wallet: acting,
    asked: { ...open, holder: { name: person.name } },
  });
  const any = { delegate: { ...helper, items: [] } };
  await add('delegation-for-any-item', 'valid OK', { ...helping, wallet: any });
  const elsewhere = { delegate: { ...helper, items: ['330100-0001'] } };
  await add('delegation-for-another-item', 'invalid LIVE_CODE_ITEM', { ...helping, wallet: elsewhere });
  await add('original-revoked', 'invalid REVOKED', { wallet: { of: idOf('revoked') } });
  await add('credential-revoked', 'invalid WALLET_NOT_VALID', { change: { certId: idOf('revoked') } });
  await add('credential-expired', 'invalid WALLET_NOT_VALID', {
    change: { validFrom: '2026-11-01', validUntil: '2026-11-23' },
  });
  await add('credential-not-yet-valid', 'invalid NOT_YET_VALID', {
    change: { validFrom: '2026-11-25', validUntil: '2026-12-23' },
  });
  await add('challenge-of-another-window-without-item', 'invalid LIVE_CODE_CHALLENGE', {
    ...{ showing: { challenge: '0042' }, asked: { holder: person } },
  });
  raw('bare', textOf(cose), 'invalid NOT_SHOWN_LIVE');
  // Nothing of it is shown, so it is no matter how that was shown.
  const { cose: forged } = await forgedCredential(phone);
  raw('bare-and-forged', textOf(forged), 'invalid SIGNATURE_INVALID');
  raw('of-a-forged-credential', textOf(await phone.show(forged, said)), 'invalid SIGNATURE_INVALID');
  const payload = new Map(decodeCbor(parseQr(cose).payload) as Map<number, Cbor>).set(-65537, [3, 'later']);
  const later = await signCose(encodeCbor(payload), set.cast.issuer);
  raw('of-later-claims', textOf(await phone.show(later, said)), 'indeterminate UPDATE_NEEDED');

  const stolen = textOf(await new Phone(set, 'another-device').show(cose, said));
  raw('signed-by-another-device', stolen, 'invalid SIGNATURE_INVALID');
  const there = textOf(await phone.show(cose, said, 'f'.repeat(32)));
  raw('of-another-network', there, 'invalid SIGNATURE_INVALID');
  const parts = (decodeCbor(await phone.show(cose, said)) as CborTag).value as Cbor[];
  const remade = (change: (parts: Cbor[]) => Cbor[]): string =>
    textOf(encodeCbor(new CborTag(20, change([...parts]))));
  const [, signature, packed] = parts;
  const resaid = encodeCbor([at / 1000 + 1, item]);
  raw(
    'another-time-than-signed',
    remade(() => [resaid, must(signature), must(packed), 1]),
    'invalid SIGNATURE_INVALID',
  );
  const swapped = await phone.credential({ certId: idOf('another-wallet') });
  raw(
    'another-credential-than-signed',
    remade(([said_, by]) => [must(said_), must(by), swapped, 1]),
    'invalid SIGNATURE_INVALID',
  );
  raw(
    'later-version',
    remade(([one, two, three]) => [must(one), must(two), must(three), 2]),
    'indeterminate UPDATE_NEEDED',
  );
  raw(
    'later-version-of-other-parts',
    remade(([one, two, three]) => [must(three), must(one), must(two), 2]),
    'indeterminate UPDATE_NEEDED',
  );
  raw(
    'one-part-more',
    remade((all) => [...all, 0]),
    'invalid STRUCTURE_REFUSED',
  );
  const withPart = (index: number, value: Cbor): string => remade((all) => all.with(index, value));
  const saying = (...value: Cbor[]): string => withPart(0, encodeCbor(value));
  const seconds = at / 1000;
  const kid = new Uint8Array(8);
  for (const [id, text] of Object.entries({
    'time-before-1970': saying(-1, item),
    'time-after-9999': saying(253_402_300_800, item),
    'time-that-is-text': saying('1', item),
    'item-with-a-space': saying(seconds, 'an item'),
    'item-that-is-a-number': saying(seconds, 1),
    'challenge-of-three-digits': saying(seconds, item, '042'),
    'asker-without-a-challenge': saying(seconds, item, kid),
    'asker-of-7-bytes': saying(seconds, item, '0042', kid.subarray(1)),
    'said-with-more': saying(seconds, item, '0042', kid, 1),
    'said-that-is-no-list': withPart(0, encodeCbor(1)),
    'said-that-is-text': withPart(0, 'a'),
    'signature-with-high-s': withPart(1, flipS(must(signature as Uint8Array))),
    'version-0': withPart(3, 0),
  }))
    raw(id, text, 'invalid STRUCTURE_REFUSED');
  raw(
    'signature-of-63-bytes',
    withPart(1, must(signature as Uint8Array).subarray(1)),
    'indeterminate READ_AGAIN',
  );
  raw('credential-that-is-text', withPart(2, 'a'), 'indeterminate READ_AGAIN');
  const plain = await signQr(claimsOf('good'), set.cast.issuer);
  raw('of-no-wallet-credential', textOf(await phone.show(plain, said)), 'invalid STRUCTURE_REFUSED');
  const nowhere = offTheCurve();
  const off = await signQr(
    claimsOf('wallet', {
      validUntil: '2026-12-23',
      wallet: { of: idOf('good'), deviceKey: nowhere, keyKind: 'software' },
    }),
    set.cast.issuer,
  );
  raw('device-key-off-the-curve', textOf(await phone.show(off, said)), 'invalid SIGNATURE_INVALID');
}

/** By a stranger under the issuer's key id. */
async function forgedCredential(phone: Phone): Promise<{ cose: Uint8Array }> {
  const { issuer, stranger } = phone.set.cast;
  const wallet = { of: idOf('good'), deviceKey: phone.deviceKey, keyKind: 'software' } as const;
  const claims = claimsOf('wallet', { validUntil: '2026-12-23', wallet });
  return { cose: await signQr(claims, { ...stranger, kid: issuer.kid }) };
}

/** The first x, counted from one, that no point of P-256 has. */
function offTheCurve(): Uint8Array {
  for (let x = 1; ; x += 1) {
    const point = new Uint8Array(33);
    point[0] = 2;
    point[32] = x;
    try {
      ECDH.convertKey(point, 'prime256v1');
    } catch {
      return point;
    }
  }
}

/** Key bindings of the right key that are not of their form, over what was asked. */
async function addBindings({
  now,
  request,
  good,
  holder,
  add,
}: {
  readonly now: number;
  readonly request: { readonly audience: string; readonly nonce: string };
  readonly good: string;
  readonly holder: Pick<TestKey, 'sign'>;
  readonly add: (id: string, text: string, expect: string) => void;
}): Promise<void> {
  const shown = good.slice(0, good.lastIndexOf('~') + 1);
  const right = { alg: 'ES256', typ: 'kb+jwt' };
  const claims = {
    ...{ aud: request.audience, nonce: request.nonce, iat: Math.floor(now / 1000) },
    sd_hash: await presentationHash(shown),
  };
  const bound = async (header: JsonObject, payload: Json = claims): Promise<string> =>
    shown + (await signJws(header, payload, holder.sign));
  const mismatch = 'invalid HOLDER_MISMATCH';
  add('a-binding-with-more', await bound({ ...right, kid: 'x' }, { ...claims, jti: 'x' }), 'valid OK');
  add('a-binding-of-another-algorithm', await bound({ ...right, alg: 'ES384' }), mismatch);
  add('a-binding-of-another-type', await bound({ ...right, typ: 'JWT' }), mismatch);
  add('a-binding-with-an-extension', await bound({ ...right, crit: ['exp'] }), mismatch);
  add('a-binding-at-no-time', await bound(right, { ...claims, iat: `${claims.iat}` }), mismatch);
  add('a-binding-that-says-nothing', await bound(right, []), mismatch);
  add('a-binding-that-cannot-be-read', `${shown}x.y.z`, mismatch);
  add('a-binding-of-two-parts', `${shown}x.y`, mismatch);
}

async function addPresentations(set: VectorSet): Promise<void> {
  const { cast } = set;
  const section = 'Credential and presentation';
  const now = set.ledger.now + minute;
  const request = { audience: '示例市市民中心 7 号窗口', nonce: 'n-20261124-1' };
  const holder = await cast.keys.key('holder');
  const jwk = cast.keys.publicJwk('holder');
  const present = async (
    options: {
      change?: Partial<CredentialClaims>;
      bound?: boolean;
      by?: Pick<TestKey, 'sign'>;
      asked?: Partial<typeof request>;
      at?: number;
      fields?: readonly string[];
      signedBy?: TestKey;
      name?: string;
    } = {},
  ): Promise<string> => {
    const { bound = true, by = holder, asked = {}, at = now, fields = ['name'], name = 'pdf' } = options;
    const claims = { ...(bound && { holderKey: jwk }), ...options.change };
    const { signedBy = cast.credential } = options;
    const { text } = await credentialText(cast, name, { claims, signedBy });
    const chosen = selectDisclosures(await parseCredential(text), fields);
    return bindPresentation(chosen, { ...request, ...asked, at: new Date(at) }, by.sign);
  };
  const add = (
    id: string,
    text: string,
    expect: string,
    more: Partial<CaseOf> & { receipt?: string } = {},
  ): void => {
    const { receipt, ...rest } = more;
    const input = {
      kind: 'presentation',
      text,
      ...request,
      ...(receipt !== undefined && { receipt }),
    } as const;
    set.case({ id: `presentation/${id}`, section, now: instant(now), input, expect, ...rest });
  };
  const good = await present();
  add('good', good, 'valid OK');
  add('all-fields', await present({ fields: ['address', 'idNumber', 'name'] }), 'valid OK');
  add('no-fields', await present({ fields: [] }), 'valid OK');
  const mismatch = 'invalid HOLDER_MISMATCH';
  add('by-another-key', await present({ by: cast.stranger }), mismatch);
  add('for-another-window', await present({ asked: { audience: 'window-8' } }), mismatch);
  add('for-another-request', await present({ asked: { nonce: 'n-2' } }), mismatch);
  add('of-a-credential-without-a-key', await present({ bound: false }), mismatch);
  add('five-minutes-old', await present({ at: now - 5 * minute }), 'valid OK');
  const unbound = await present({ bound: false });
  add('of-nobody', unbound.slice(0, unbound.lastIndexOf('~') + 1), mismatch);
  add('older', await present({ at: now - 5 * minute - 1000 }), mismatch);
  add('ahead-within-the-skew', await present({ at: now + 5 * minute }), 'valid OK');
  add('further-ahead', await present({ at: now + 5 * minute + 1000 }), mismatch);
  add('without-key-binding', good.slice(0, good.lastIndexOf('~') + 1), mismatch);
  const [jwt = '', name = '', binding = ''] = good.split('~');
  add('a-field-taken-away', `${jwt}~${binding}`, mismatch);
  add('a-field-twice', `${jwt}~${name}~${name}~${binding}`, 'invalid NOT_A_CERTIFICATE');
  const forged = Buffer.from(JSON.stringify(['AAAAAAAAAAAAAAAAAAAAAA', 'name', '李四'])).toString(
    'base64url',
  );
  add('a-field-that-was-not-signed', `${jwt}~${forged}~${binding}`, 'invalid NOT_A_CERTIFICATE');
  add('nothing', '~~', 'invalid NOT_A_CERTIFICATE');
  await addBindings({ now, request, good, holder, add });
  add('revoked', await present({ name: 'pdf-revoked' }), 'invalid REVOKED');
  add('signed-by-a-stranger', await present({ signedBy: cast.stranger }), 'invalid SIGNATURE_INVALID');
  const kid = toHex(cast.stranger.kid);
  add(
    'by-an-unknown-key',
    await present({ signedBy: cast.stranger, change: { kid } }),
    'invalid KEY_NOT_VALID',
  );
  const ofCodes = { kid: toHex(cast.issuer.kid) };
  add(
    'by-a-key-for-certificates',
    await present({ signedBy: cast.issuer, change: ofCodes }),
    'invalid KEY_NOT_VALID',
  );
  add('without-mirror', good, 'indeterminate STATUS_UNKNOWN', { mirror: null });
  add('anchoring-required', good, 'indeterminate RECEIPT_MISSING', { policy: { requireAnchoring: true } });
  const receipt = set.put('receipts/of-another-credential', set.pdf.receipt);
  add('receipt-of-another', good, 'indeterminate RECEIPT_UNUSABLE', { receipt });
  const variant = await present({ change: { identifier: identifierWith('variant') } });
  add('identifier-check-variant', variant, 'valid OK');
  const foreign = { typeCode: foreignType, identifier: identifierOf('1', { type: foreignType }) };
  add('foreign-type', await present({ change: foreign }), 'invalid ISSUER_NOT_ALLOWED');
  const wrong = await present({ change: { identifier: identifierWith('wrong') } });
  add('identifier-check-wrong', wrong, 'invalid STRUCTURE_REFUSED');

  const { jwt: shown } = await credentialText(cast, 'shown', { claims: { holderKey: jwk } });
  const ledger = set.ledger;
  const leaf = { certId: idOf('shown'), credential: await credentialDigest(shown) };
  const { receipts } = await ledger.anchorTree([leaf], [cast.credential]);
  await ledger.publishLater();
  const own = {
    receipt: set.put('receipts/of-its-own-credential', must(receipts[0])),
    mirror: set.mirrorOf('presentation-anchored', section, ledger),
    now: instant(ledger.now),
  };
  const anchored = await present({ name: 'shown', at: ledger.now });
  add('its-own-receipt', anchored, 'valid OK', own);
  add('its-own-receipt-required', anchored, 'valid OK', { ...own, policy: { requireAnchoring: true } });
  // A revoked key may be stolen: what it signed counts only if it was anchored before.
  const mirror = 'credential-key-revoked';
  const revoked = { mirror, now: must(set.mirrors[mirror]?.syncs?.[0]).now };
  const late = await present({ at: Date.parse(revoked.now) });
  add('key-revoked', late, 'indeterminate RECEIPT_MISSING', revoked);
}
