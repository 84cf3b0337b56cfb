import { generateKeyPairSync, randomBytes, sign as signNow, verify as verifyNow } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import {
  bindPresentation,
  formatIdentifier,
  issueCredential,
  parseCredential,
  selectDisclosures,
  toLowS,
  verifyHolder,
} from '@certbridge/verifier-sdk/formats';
import type { PublicJwk } from '@certbridge/verifier-sdk/formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { openWalletVerifier } from './open-wallet.js';

const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const holder = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const raw = (key: KeyObject) => ({ key, dsaEncoding: 'ieee-p1363' as const });

const code = '11330100MB0000001A';
const typeCode = '11100000MB0000019L002';
const audience = { audience: 'window-0571', nonce: 'c0ffee00' };
const at = new Date();

/** The library of the OpenWallet Foundation, with node:crypto for its keys. */
const stranger = new SDJwtVcInstance({
  ...openWalletVerifier(issuer.publicKey),
  kbSignAlg: 'ES256',
  kbSigner: (data: string) =>
    signNow('sha256', Buffer.from(data), raw(holder.privateKey)).toString('base64url'),
  kbVerifier: (data: string, signature: string) =>
    verifyNow('sha256', Buffer.from(data), raw(holder.publicKey), Buffer.from(signature, 'base64url')),
});

let text: string;

beforeAll(async () => {
  const credential = await issueCredential(
    {
      issuer: code,
      kid: '0123456789abcdef',
      typeCode,
      typeVersion: 1,
      typeName: '居住证',
      identifier: formatIdentifier({ type: typeCode, issuer: code, serial: '1', version: '001' }),
      certId: new Uint8Array(randomBytes(16)),
      issuedOn: '2026-01-01',
      validFrom: '2026-01-01',
      validUntil: '2099-12-31',
      fields: { name: '买买提·艾则孜', birthDate: '1990-01-01', address: '浙江省杭州市' },
      holderKey: holder.publicKey.export({ format: 'jwk' }) as unknown as PublicJwk,
    },
    (bytes) => Promise.resolve(toLowS(new Uint8Array(signNow('sha256', bytes, raw(issuer.privateKey))))),
  );
  text = credential.text;
});

describe('a credential of ours, read by @sd-jwt/sd-jwt-vc', () => {
  it('verifies, with all its fields', async () => {
    const { payload, header } = await stranger.verify(text);
    expect(payload).toMatchObject({
      iss: code,
      vct_name: '居住证',
      name: '买买提·艾则孜',
      address: '浙江省杭州市',
    });
    expect(header).toMatchObject({ alg: 'ES256', typ: 'dc+sd-jwt' });
  });

  it('does not verify with a character of it changed', async () => {
    const changed = text.replace(
      /^(.{120})(.)/,
      (_, before: string, one: string) => before + (one === 'A' ? 'B' : 'A'),
    );
    await expect(stranger.verify(changed)).rejects.toThrow();
  });

  it('presented and bound by us, verifies with the chosen fields only', async () => {
    const shown = selectDisclosures(await parseCredential(text), ['name']);
    const sign = (bytes: Uint8Array) =>
      Promise.resolve(new Uint8Array(signNow('sha256', bytes, raw(holder.privateKey))));
    const presentation = await bindPresentation(shown, { ...audience, at }, sign);
    const { payload, kb } = await stranger.verify(presentation, { keyBindingNonce: audience.nonce });
    expect(payload).toMatchObject({ name: '买买提·艾则孜' });
    expect(payload).not.toHaveProperty('birthDate');
    expect(kb?.payload).toMatchObject({ aud: audience.audience, nonce: audience.nonce });
  });
});

describe('a presentation by @sd-jwt/sd-jwt-vc, read by us', () => {
  it('is bound to the audience and nonce, and shows the chosen fields only', async () => {
    const iat = Math.floor(at.getTime() / 1000);
    const presentation = await stranger.present(
      text,
      { birthDate: true },
      { kb: { payload: { iat, aud: audience.audience, nonce: audience.nonce } } },
    );
    const read = await parseCredential(presentation);
    expect(read.fields).toEqual({ birthDate: '1990-01-01' });
    expect(await verifyHolder(read, { ...audience, now: at })).toEqual({
      state: 'bound',
      at: new Date(iat * 1000),
    });
    expect(await verifyHolder(read, { ...audience, nonce: 'other', now: at })).toMatchObject({
      state: 'mismatch',
    });
  });
});
