import type { DocumentCa } from './document-ca.js';
import type { KeyRecord, KeyRecords } from './key-record.js';
import { signerNamedIn } from './x509.js';
import type { Subject } from './x509.js';

interface Certifying {
  readonly ca: DocumentCa;
  readonly records: KeyRecords;
}

/** A certificate of the store's authority; revoked at once where another replica revokes the key meanwhile. */
export async function certified(
  { ca, records }: Certifying,
  key: Pick<KeyRecord, 'kid' | 'spki'>,
  subject: Omit<Subject, 'country'>,
): Promise<Uint8Array[]> {
  const chain = await ca.certify(key, subject);
  // Whoever revokes says so first and looks for certificates then: one of the two sees the other.
  const revoked = await records.revocationOf(key.kid);
  if (revoked) await ca.revoke(key.kid, revoked.keyCompromised);
  return chain;
}

/**
 * With a certificate that says where its issuer's are fetched, if there is a public address: a new one where the key
 * was certified before that was set. A revoked key gets none.
 */
export async function withPresentAddresses(by: Certifying, record: KeyRecord): Promise<KeyRecord> {
  const [leaf] = record.chain;
  if (!leaf || record.revokedAt !== undefined) return record;
  if (!by.ca.issued(leaf) || !by.ca.isAddressOutdated(leaf)) return record;
  return { ...record, chain: await certified(by, record, signerNamedIn(leaf)) };
}
