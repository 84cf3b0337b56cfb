import { deviceStatement, keyId, toBase64Url, toHex } from '@certbridge/verifier-sdk/formats';
import type { Sign } from '@certbridge/verifier-sdk/formats';
import { makePasskey, wrappingKey } from './passkey';
import { keep, kept } from './store';
import type { KeptKey } from './store';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Of the private key that a passkey wraps: PKCS #8 (RFC 5958). */
const FORMAT = 'pkcs8';

/** A key that was made, as it is used now and as it is kept. */
export interface MadeKey {
  readonly pair: CryptoKeyPair;
  readonly kept: KeptKey;
}

const generated = (isExtractable: boolean): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, isExtractable, ['sign', 'verify']);

/** One that no script can read out of the browser. */
export async function makeKey(): Promise<MadeKey> {
  const pair = await generated(false);
  return { pair, kept: pair };
}

/**
 * One that is kept wrapped: whoever copies the browser's files has nothing without the passkey, which asks for the
 * person. It can be read out until it is wrapped, which no key can be that never could.
 * @throws PasskeyRefused
 */
export async function makeWrappedKey(name: string): Promise<MadeKey> {
  const passkey = await makePasskey(name);
  const by = await wrappingKey(passkey);
  const { publicKey, privateKey } = await generated(true);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.wrapKey(FORMAT, privateKey, by, { name: 'AES-GCM', iv });
  const keptKey = { publicKey, wrapped, iv, passkey };
  return { pair: await unwrapped(keptKey, by), kept: keptKey };
}

type WrappedKey = Exclude<KeptKey, CryptoKeyPair>;

const isPair = (known: KeptKey): known is CryptoKeyPair => !('wrapped' in known);

/** As any other from here on: no script can read it out. */
async function unwrapped({ publicKey, wrapped, iv }: WrappedKey, by: CryptoKey): Promise<CryptoKeyPair> {
  const cipher = { name: 'AES-GCM', iv };
  const privateKey = await crypto.subtle.unwrapKey(FORMAT, wrapped, by, cipher, algorithm, false, ['sign']);
  return { publicKey, privateKey };
}

/** This device's key, made at the first need; a passkey that wraps it asks for the person. @throws PasskeyRefused */
export async function deviceKey(): Promise<CryptoKeyPair> {
  const known = await kept('key', 'device');
  if (known) return isPair(known) ? known : unwrapped(known, await wrappingKey(known.passkey));
  const made = await makeKey();
  await keep('key', 'device', made.kept);
  return made.pair;
}

/** Whether a passkey wraps this device's key. */
export async function isWrapped(): Promise<boolean> {
  const known = await kept('key', 'device');
  return known !== undefined && !isPair(known);
}

/** What services and windows call the device with this key: the first 8 bytes of its SHA-256, hex. */
export async function idOf(publicKey: CryptoKey): Promise<string> {
  return toHex(await keyId(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))));
}

/** What this device is called, where it has a key. */
export async function deviceId(): Promise<string | undefined> {
  const known = await kept('key', 'device');
  return known && idOf(known.publicKey);
}

/** Signs with a key of this device. */
export const signer =
  ({ privateKey }: CryptoKeyPair): Sign =>
  async (bytes) =>
    new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, bytes as Uint8Array<ArrayBuffer>));

/** What the service wants to know to bind a certificate to a device's key. */
export async function binding(pair: CryptoKeyPair, certificate: string, label: string) {
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const at = new Date().toISOString();
  const signature = toBase64Url(await signer(pair)(deviceStatement(certificate, at)));
  return { key: { x, y }, at, signature, label };
}
