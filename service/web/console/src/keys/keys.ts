import { toBase64 } from '@certbridge/verifier-sdk/formats';
import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';

export type Key = Schema<'Key'>;
export type KeyChange = Schema<'KeyChange'>;
export const revocationReasons = [
  'key-compromise',
  'replaced',
  'lost',
  'authority-decision',
  'unspecified',
] as const satisfies readonly NonNullable<KeyChange['reason']>[];
export type RevocationReason = (typeof revocationReasons)[number];

/** An issuer's keys, and what waits of them. @throws Refusal */
export async function keysAndChanges(
  issuer: string,
): Promise<{ readonly keys: readonly Key[]; readonly changes: readonly KeyChange[] }> {
  const params = { path: { issuer } };
  const [{ keys }, { changes }] = await Promise.all([
    ask(api.GET('/api/v1/issuers/{issuer}/keys', { params })),
    ask(api.GET('/api/v1/issuers/{issuer}/key-changes', { params })),
  ]);
  return { keys, changes };
}

/** @param kid of the key that takes over; undefined: the service makes one. @throws Refusal */
export const rotateKey = (issuer: string, use: Key['use'], kid: string | undefined): Promise<KeyChange> =>
  ask(
    api.POST('/api/v1/issuers/{issuer}/key-rotations', {
      params: { path: { issuer } },
      body: { use, ...(kid !== undefined && { kid }) },
    }),
  );

/** @throws Refusal */
export const revokeKey = ({ issuer, kid }: Key, reason: RevocationReason): Promise<KeyChange> =>
  ask(
    api.POST('/api/v1/issuers/{issuer}/keys/{kid}/revocation', {
      params: { path: { issuer, kid } },
      body: { reason },
    }),
  );

/** @throws Refusal */
export const decideKeyChange = ({ issuer, id }: KeyChange, approve: boolean): Promise<KeyChange> =>
  ask(
    api.POST('/api/v1/issuers/{issuer}/key-changes/{change}/decision', {
      params: { path: { issuer, change: id } },
      body: { approve },
    }),
  );

/** A PKCS#12 file of the department's authority. @throws Refusal */
export async function importKeyFile(
  issuer: string,
  use: Key['use'],
  file: File,
  passphrase: string,
): Promise<Key> {
  return ask(
    api.POST('/api/v1/issuers/{issuer}/key-files', {
      params: { path: { issuer } },
      body: { use, file: toBase64(new Uint8Array(await file.arrayBuffer())), passphrase },
    }),
  );
}

/** A request (PKCS#10, PEM) for the department's authority. @throws Refusal */
export const requestKey = (
  issuer: string,
  use: Key['use'],
  algorithm: Key['algorithm'],
): Promise<Schema<'KeyRequest'>> =>
  ask(
    api.POST('/api/v1/issuers/{issuer}/key-requests', {
      params: { path: { issuer } },
      body: { use, algorithm },
    }),
  );

/** The authority's answer, PEM. @throws Refusal */
export async function importCertificate(issuer: string, file: File): Promise<Key> {
  return ask(
    api.POST('/api/v1/issuers/{issuer}/key-certificates', {
      params: { path: { issuer } },
      body: { certificates: await file.text() },
    }),
  );
}
