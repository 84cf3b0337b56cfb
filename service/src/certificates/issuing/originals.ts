import { dateAt } from '@certbridge/verifier-sdk/formats';
import { presentState } from '../statuses/index.js';
import type { Transaction } from '../../platform/database/index.js';

/** What a purpose-limited copy 加注件 is for, and for whom. */
export interface CopyLimits {
  readonly purpose: string;
  readonly user: string;
}

/** A copy's original, as far as the copy's page shows it beside the fields. */
export interface CopiedCertificate {
  readonly certId: Uint8Array;
  readonly identifier: string;
  readonly issuedOn: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** SQL: whether `certificates c` counts on a day and is no copy itself; `today` names the parameter that holds the day. */
export const copyable = (today: string): string =>
  `(${presentState} = 'issued' AND c.copy_of IS NULL AND c.valid_from <= ${today}::date
    AND (c.valid_until IS NULL OR c.valid_until >= ${today}::date))`;

/**
 * Those of the originals that may be copied now, by certId in hex. They are locked, so that whoever ends one
 * waits until its copy is stored.
 */
export async function lockOriginals(
  transaction: Transaction,
  issuer: string,
  certIds: readonly Buffer[],
): Promise<ReadonlyMap<string, CopiedCertificate>> {
  if (certIds.length === 0) return new Map();
  const { rows } = await transaction.query<
    CopiedCertificate & { readonly certId: Buffer } & Record<string, unknown>
  >(
    `SELECT c.cert_id AS "certId", c.identifier, c.issued_on AS "issuedOn", c.valid_from AS "validFrom",
       c.valid_until AS "validUntil"
     FROM certificates c
     WHERE c.issuer = $1 AND c.cert_id = ANY($2::bytea[]) AND ${copyable('$3')} ORDER BY c.cert_id FOR SHARE OF c`,
    [issuer, certIds, dateAt(Date.now())],
  );
  return new Map(rows.map((row) => [row.certId.toString('hex'), row]));
}
