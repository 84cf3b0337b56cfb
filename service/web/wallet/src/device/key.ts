import { deviceStatement, toBase64Url } from '@certbridge/verifier-sdk/formats';
import type { Sign } from '@certbridge/verifier-sdk/formats';
import { keep, kept } from './store';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** This device's key, made here at the first need; no script can read it out of the browser. */
async function keyPair(): Promise<CryptoKeyPair> {
  const known = await kept('key', 'device');
  if (known) return known;
  const made = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  await keep('key', 'device', made);
  return made;
}

/** Signs with this device's key. */
export const sign: Sign = async (bytes) => {
  const { privateKey } = await keyPair();
  return new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, bytes as Uint8Array<ArrayBuffer>));
};

/** What the service wants to know to bind a certificate to this device. */
export async function binding(certificate: string, label: string) {
  const { publicKey } = await keyPair();
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  const at = new Date().toISOString();
  const signature = toBase64Url(await sign(deviceStatement(certificate, at)));
  return { key: { x, y }, at, signature, label };
}
