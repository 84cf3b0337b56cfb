import { attestationFromJson, attestationToJson } from './attestation.js';
import type { AuditHeadFile } from './audit-head.js';
import type { AuditStatements } from './audit-leaf.js';
import { utf8 } from './bytes.js';
import { canonicalJson, parseJson } from './json.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';

/** That something was filed in a province's audit tree (审计), from its record up to what the ledger holds. */
export interface FilingProof {
  /** What the record says; `details` is the SHA-256 (hex) of its ciphertext. */
  readonly record: AuditStatements & { readonly details: string };
  /** Of its leaf, from 0. */
  readonly position: number;
  /** Sibling hashes, hex, nearest first (RFC 9162 §2.1.3). */
  readonly path: readonly string[];
  /** The tree as the ledger holds it; unverified. */
  readonly head: AuditHeadFile;
}

const shape = new Shape('FILING_PROOF_MALFORMED');
const said = shape.text(/^[^\p{Cc}]{0,500}$/u, 'a short text');
const hash = shape.hash;

const readRecord = shape.exactly({
  id: shape.count,
  at: shape.instant,
  act: said,
  kind: said,
  actor: said,
  roles: shape.list(said, 50),
  issuer: shape.orNull(shape.code18),
  batch: shape.orNull(said),
  certificate: shape.orNull(shape.hex32),
  subject: shape.orNull(said),
  request: shape.orNull(said),
  filed: hash,
  details: hash,
});

const readProof: Read<FilingProof> = shape.members({
  record: readRecord,
  position: shape.natural,
  path: shape.list(hash, 64),
  head: shape.members({
    v: shape.one(1),
    mspId: shape.mspId,
    nonce: shape.hex32,
    attestation: attestationFromJson,
  }),
});

/**
 * Writes a proof of filing: canonical JSON.
 * @throws FormatError `JSON_MALFORMED` for what has no JSON
 */
export function encodeFilingProof({ head, ...proof }: FilingProof): Uint8Array {
  const stated = { ...head, attestation: attestationToJson(head.attestation) };
  const { filed, ...record } = proof.record;
  return utf8(
    canonicalJson({
      v: 1,
      ...proof,
      record: { ...record, roles: [...record.roles], filed: filed ?? null },
      head: stated,
    }),
  );
}

/**
 * Reads a proof of filing; nothing of it is verified yet.
 * @throws FormatError `FILING_PROOF_MALFORMED`, `ATTESTATION_MALFORMED`, `JSON_MALFORMED`, `JSON_LIMIT`;
 *   `VERSION_UNKNOWN` for one of later software
 */
export function parseFilingProof(input: string | Uint8Array): FilingProof {
  const where = 'the proof';
  const o = shape.open(parseJson(input, { length: 2_000_000, depth: 8 }), where);
  shape.version(o['v'], `${where}.v`, 1);
  return readProof(o, where);
}
