import { createHash } from 'node:crypto';

/** A line of an export of a service's audit; `details` stay encrypted. */
export interface AuditRecord {
  /** Of its leaf in the tree, from 0; null while it is not sealed. */
  readonly position: number | null;
  /** The leaf's hash as it is kept, hex. */
  readonly leaf: string | null;
  /** Of the record, unique. */
  readonly id: number;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** What was done or seen. */
  readonly act: string;
  /** Of the actor: person, system, resident or service. */
  readonly kind: string;
  /** The actor's stable id. */
  readonly actor: string;
  /** The actor's roles then. */
  readonly roles: readonly string[];
  /** GB 32100 code of the issuer in whose matter. */
  readonly issuer: string | null;
  /** Id of the batch. */
  readonly batch: string | null;
  /** certId, hex. */
  readonly certificate: string | null;
  /** On whom: a pseudonym. */
  readonly subject: string | null;
  /** Id of the request. */
  readonly request: string | null;
  /** Base64. */
  readonly details: string;
}

/** In the order of the leaf. */
const SAID = [
  'id',
  'at',
  'act',
  'kind',
  'actor',
  'roles',
  'issuer',
  'batch',
  'certificate',
  'subject',
  'request',
] as const;

/** SHA-256(0x00 ‖ JSON of tag, members and SHA-256 of the ciphertext): a record whose key is gone still verifies. */
export function leafHashOf(record: AuditRecord): Uint8Array {
  const details = createHash('sha256').update(Buffer.from(record.details, 'base64')).digest('hex');
  const input = JSON.stringify(['certbridge/audit-record/1', ...SAID.map((name) => record[name]), details]);
  return createHash('sha256').update(Buffer.of(0)).update(input).digest();
}
