import { generateX25519Identity, identityToRecipient } from 'age-encryption';

/** A new key pair for backups, as `age-keygen` writes it: the private key is kept away from the service. */
export async function backupKey(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}
