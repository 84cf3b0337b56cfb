import type { HolderData } from '../../people/personal-data/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { delegationsMadeBy, deleteDelegations } from './delegations.js';
import { endCredentials } from './end.js';
import { walletCell } from './mint.js';

/**
 * What is kept of holders' devices and helpers. What devices carry ends on the ledger first: afterwards nobody
 * could find it to end it. Devices keep what they have, which counts no more.
 */
export const walletData: readonly HolderData[] = [
  {
    kind: 'walletCredentials',
    async forget(tx, { holder }, by) {
      await endCredentials(tx, { holder }, { ...ERASED, by });
      await tx.query('DELETE FROM wallet_credentials WHERE holder = $1', [holder]);
    },
    async export(database, { holder }, key) {
      const { rows } = await database.query<CredentialRow>(
        `SELECT cert_id, original, device, label, delegation, valid_until, state, created_at
         FROM wallet_credentials WHERE holder = $1 ORDER BY created_at`,
        [holder],
      );
      return {
        records: rows.map((row) => ({
          certId: row.cert_id.toString('hex'),
          original: row.original.toString('hex'),
          device: row.device.toString('hex'),
          label: key.decrypt(row.label, walletCell('label', row.cert_id)).toString(),
          delegation: row.delegation,
          validUntil: row.valid_until,
          state: row.state,
          createdAt: row.created_at.toISOString(),
        })),
      };
    },
  },
  {
    kind: 'delegations',
    async forget(tx, { holder }) {
      await deleteDelegations(tx, 'holder = $1', [holder]);
    },
    async export(database, { holder }, key) {
      return { records: await delegationsMadeBy(database, holder, key) };
    },
  },
  {
    kind: 'delegationsReceived',
    async forget(tx, { issuer, lookup }, by) {
      const received = await receivedBy(tx, issuer, lookup);
      for (const { id } of received) await endCredentials(tx, { delegation: id }, { ...ERASED, by });
      await deleteDelegations(tx, 'id = ANY($1)', [received.map(({ id }) => id)]);
    },
    async export(database, { issuer, lookup }) {
      // Whose certificate it is, and what they said of it, is theirs.
      const received = await receivedBy(database, issuer, lookup);
      return { records: received.map(({ id, until }) => ({ id, until })) };
    },
  },
];

const ERASED = { state: 'revoked', reason: 'holder-request' } as const;

interface CredentialRow extends Record<string, unknown> {
  readonly cert_id: Buffer;
  readonly original: Buffer;
  readonly device: Buffer;
  readonly label: Buffer;
  readonly delegation: string | null;
  readonly valid_until: string;
  readonly state: string;
  readonly created_at: Date;
}

async function receivedBy(
  database: Queryable,
  issuer: string,
  lookup: Buffer,
): Promise<readonly { readonly id: string; readonly until: string }[]> {
  const { rows } = await database.query<{ id: string; until: string }>(
    `SELECT d.id, d.until FROM delegations d JOIN delegation_helpers x ON x.delegation = d.id
     WHERE d.issuer = $1 AND x.lookup = $2 ORDER BY d.id`,
    [issuer, lookup],
  );
  return rows;
}
