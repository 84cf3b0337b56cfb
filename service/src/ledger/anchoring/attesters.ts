import { msp } from '@hyperledger/fabric-protos';
import { attestationFromJson } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';

/** An entry of a log as the ledger confirmed it. */
export interface AttestedEntry {
  readonly seq: number;
  readonly attestedAt: Date;
  /** MSP ids of the provinces whose peers signed the attestation, each once. */
  readonly provinces: readonly string[];
}

/** The entries that anchor a certificate and what changed about it, in their order. */
export async function attestedEntries(
  database: Queryable,
  issuer: string,
  certId: Uint8Array,
): Promise<AttestedEntry[]> {
  const { rows } = await database.query<{ seq: number; attestedAt: Date; attestation: Json }>(
    `SELECT seq, attested_at AS "attestedAt", attestation FROM entries
     WHERE issuer = $1 AND state = 'attested' AND seq IN (
       SELECT seq FROM receipts WHERE cert_id = $2
       UNION SELECT seq FROM status_changes WHERE issuer = $1 AND cert_id = $2) ORDER BY seq`,
    [issuer, Buffer.from(certId)],
  );
  return rows.map(({ attestation, ...entry }) => ({ ...entry, provinces: provincesOf(attestation) }));
}

function provincesOf(attestation: Json): string[] {
  const { endorsements } = attestationFromJson(attestation);
  const named = endorsements.map(({ endorser }) =>
    msp.SerializedIdentity.deserializeBinary(endorser).getMspid(),
  );
  return [...new Set(named)].sort();
}
