/** What a record of a service's audit (审计) says in the clear. */
export interface AuditStatements {
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
  /** SHA-256, hex, of what was filed with it, which others can prove; absent or null: nothing was. */
  readonly filed?: string | null | undefined;
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

/**
 * What a leaf of the audit's tree is the hash of: JSON of tag, members and the hash of the ciphertext. What was
 * filed stands at the end, where something was: records of before have nothing there.
 * @param record its members, `details` being the SHA-256 (hex) of the ciphertext
 */
export function auditLeafInput(record: AuditStatements & { readonly details: string }): string {
  const { filed, details } = record;
  const members = SAID.map((name) => record[name]);
  const last = filed === null || filed === undefined ? [] : [filed];
  return JSON.stringify(['certbridge/audit-record/1', ...members, details, ...last]);
}
