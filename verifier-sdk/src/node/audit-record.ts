import { createHash } from 'node:crypto';
import { auditLeafInput } from '../formats/audit-leaf.js';
import type { AuditStatements } from '../formats/audit-leaf.js';

/** A line of an export of a service's audit; `details` stay encrypted. */
export interface AuditRecord extends AuditStatements {
  /** Of its leaf in the tree, from 0; null while it is not sealed. */
  readonly position: number | null;
  /** The leaf's hash as it is kept, hex. */
  readonly leaf: string | null;
  /** Base64. */
  readonly details: string;
}

/** SHA-256(0x00 ‖ JSON of tag, members and SHA-256 of the ciphertext): a record whose key is gone still verifies. */
export function leafHashOf(record: AuditRecord): Uint8Array {
  const details = createHash('sha256').update(Buffer.from(record.details, 'base64')).digest('hex');
  return createHash('sha256')
    .update(Buffer.of(0))
    .update(auditLeafInput({ ...record, details }))
    .digest();
}
