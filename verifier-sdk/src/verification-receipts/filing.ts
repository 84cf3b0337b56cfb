import { AttestationError, verifyAttestation } from '../attestation/index.js';
import { auditLeafInput } from '../formats/audit-leaf.js';
import { fromHex, utf8 } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import type { FilingProof } from '../formats/filing-proof.js';
import { leafHash, verifyInclusion } from '../formats/merkle.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';

/** A receipt that was filed, as the provinces attest it. */
export interface ProvenFiling {
  /** Of its leaf in the audit tree, from 0. */
  readonly position: number;
  /** When the service wrote it down, by the service's clock; RFC 3339 UTC. */
  readonly at: string;
  /** When the ledger held it at the latest; RFC 3339 UTC. */
  readonly heldBy: string;
}

/** What a proof of filing is checked against. */
export interface FilingExpectation {
  /** The checker's own. */
  readonly trustAnchor: TrustAnchor;
  /** MSP id of the province in whose audit tree the hall files. */
  readonly mspId: string;
  /** GB 32100 code of the hall. */
  readonly hall: string;
}

/** Undefined where the proof does not prove that the receipt of this digest was filed. */
export async function provenFiling(
  digest: string,
  { record, position, path, head }: FilingProof,
  { trustAnchor, mspId, hall }: FilingExpectation,
): Promise<ProvenFiling | undefined> {
  if (record.filed !== digest || record.act !== 'receipt.filed' || record.issuer !== hall) return undefined;
  try {
    const { head: stated } = await verifyAttestation(head.attestation, {
      anchor: trustAnchor,
      tag: 'certbridge/audit/1',
      rule: 'attested',
      now: Date.now(),
      asked: { mspId, nonce: head.nonce },
    });
    if (!stated) return undefined;
    const isIncluded = await verifyInclusion({
      leafHash: await leafHash(utf8(auditLeafInput(record))),
      index: position,
      size: stated.size,
      path: path.map(fromHex),
      root: fromHex(stated.root),
    });
    return isIncluded ? { position, at: record.at, heldBy: stated.time } : undefined;
  } catch (error) {
    if (error instanceof AttestationError || error instanceof FormatError) return undefined;
    throw error;
  }
}
