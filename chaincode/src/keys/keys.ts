import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import type { Algorithm } from '../public-keys/spki';
import type { State } from '../state/transaction';
import type { Under } from '../issuers/under';

/** What a key is for, one use each: `certificate` signs QR codes and PDFs, `credential` SD-JWTs. */
export const KEY_USES = ['certificate', 'credential', 'list', 'encrypt', 'relying-party', 'service'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** The uses of the keys that sign what an entry anchors. */
export const ANCHORED_USES: readonly KeyUse[] = ['certificate', 'credential'];

/** Why a key may be revoked: coarse, nothing personal. */
export const KEY_REASONS = [
  'unspecified',
  'key-compromise',
  'replaced',
  'lost',
  'authority-decision',
] as const;

/** A key of an issuer. */
export interface IssuerKey {
  /** The first 8 bytes of SHA-256 over the SPKI. */
  readonly kid: string;
  readonly alg: Algorithm;
  readonly use: KeyUse;
  /** Base64 of the DER SubjectPublicKeyInfo. */
  readonly spki: string;
  /** Set by revocation: why, and the version of the issuer that it found; entries under that one stay good. */
  readonly revoked?: { readonly reason: string; readonly under: Under };
}

async function findKey(state: State, issuer: string, kid: string): Promise<IssuerKey | undefined> {
  return (await state.get(['key', issuer, kid])) as unknown as IssuerKey | undefined;
}

export async function readKey(state: State, issuer: string, kid: string): Promise<IssuerKey> {
  const key = await findKey(state, issuer, kid);
  if (key === undefined) throw new Refusal('KEY_UNKNOWN', `the issuer has no key ${kid}`);
  return key;
}

export async function keysOf(state: State, issuer: string): Promise<IssuerKey[]> {
  const keys: IssuerKey[] = [];
  for await (const { value } of state.scan(['key', issuer])) keys.push(value as unknown as IssuerKey);
  return keys;
}

export async function writeKey(state: State, issuer: string, key: IssuerKey): Promise<void> {
  await state.put(['key', issuer, key.kid], key as unknown as Json);
}
