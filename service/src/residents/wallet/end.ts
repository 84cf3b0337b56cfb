import { recordChange } from '../../certificates/statuses/index.js';
import type { Change } from '../../certificates/statuses/index.js';
import { enqueue } from '../../ledger/anchoring/index.js';
import type { Transaction } from '../../platform/database/index.js';

/** A wallet credential that was ended. */
export interface EndedCredential {
  readonly certId: string;
  readonly issuer: string;
  /** certId of its original, hex. */
  readonly original: string;
  readonly device: string;
}

/** Which: all of a device that somebody has, of a delegation, of a certificate, or of a holder's row. */
export type Ended =
  | { readonly carrier: Buffer; readonly device: Buffer }
  | { readonly delegation: string }
  | { readonly original: Buffer }
  | { readonly holder: string };

type EndState = Extract<Change['state'], 'suspended' | 'revoked'>;

function columnsOf(which: Ended): [string, readonly unknown[]] {
  if ('carrier' in which) return [`${carriedBy('$1')} AND w.device = $2`, [which.carrier, which.device]];
  if ('delegation' in which) return ['w.delegation = $1', [which.delegation]];
  if ('holder' in which) return ['w.holder = $1', [which.holder]];
  return ['w.original = $1', [which.original]];
}

/**
 * Whether whoever has the device of a wallet credential `w` is the one with this keyed hash of a number: its holder,
 * or the helper of its delegation. With arrays, and not as a CASE, each half is found by its index.
 */
export const carriedBy = (lookup: string): string =>
  `(w.delegation IS NULL AND w.holder = ANY(ARRAY(SELECT id FROM holders WHERE lookup = ${lookup}))
     OR w.delegation = ANY(ARRAY(SELECT delegation FROM delegation_helpers WHERE lookup = ${lookup})))`;

/**
 * Ends wallet credentials here and on the ledger, each alone: their originals stay as they are. What has lapsed
 * needs no record.
 */
export async function endCredentials(
  tx: Transaction,
  which: Ended,
  { state, reason, by }: { readonly state: EndState; readonly reason: Change['reason']; readonly by: string },
): Promise<readonly EndedCredential[]> {
  const [condition, values] = columnsOf(which);
  const before = state === 'suspended' ? `state = 'issued'` : `state <> 'revoked'`;
  const { rows } = await tx.query<{ cert_id: Buffer; issuer: string; original: Buffer; device: Buffer }>(
    `SELECT cert_id, issuer, original, device FROM wallet_credentials w
     WHERE ${condition} AND ${before} AND valid_until >= (now() AT TIME ZONE 'Asia/Shanghai')::date
     ORDER BY cert_id FOR UPDATE`,
    [...values],
  );
  for (const { cert_id: certId, issuer } of rows) {
    const change = await recordChange(tx, { issuer, certId, state, reason, submittedBy: by }, null);
    await enqueue(tx, issuer, [{ change }]);
  }
  await tx.query('UPDATE wallet_credentials SET state = $2 WHERE cert_id = ANY($1::bytea[])', [
    rows.map(({ cert_id }) => cert_id),
    state,
  ]);
  return rows.map(({ cert_id, issuer, original, device }) => ({
    certId: cert_id.toString('hex'),
    issuer,
    original: original.toString('hex'),
    device: device.toString('hex'),
  }));
}

/** Who holds a certificate, or may show it for its holder: keyed hashes of their numbers. */
export async function carriersOf(tx: Transaction, certificate: Buffer): Promise<Buffer[]> {
  const { rows } = await tx.query<{ lookup: Buffer }>(
    `SELECT h.lookup FROM certificates c JOIN holders h ON h.id = c.holder WHERE c.cert_id = $1
     UNION SELECT x.lookup FROM delegations d JOIN delegation_helpers x ON x.delegation = d.id
       WHERE d.certificate = $1`,
    [certificate],
  );
  return rows.map(({ lookup }) => lookup);
}
