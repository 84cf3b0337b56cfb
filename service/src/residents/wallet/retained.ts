import type { RetainedData } from '../../people/retention/index.js';
import { SOME } from '../../people/retention/index.js';
import { deleteDelegations } from './delegations.js';

/** Wallet credentials that have lapsed, and delegations that are over. */
export const retainedWallets: readonly RetainedData[] = [
  {
    kind: 'wallet-credentials',
    async deleteSome(tx, before) {
      const { rowCount } = await tx.query(
        `DELETE FROM wallet_credentials WHERE cert_id IN (
           SELECT cert_id FROM wallet_credentials WHERE valid_until < ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
           ORDER BY valid_until ${SOME})`,
        [before],
      );
      return rowCount ?? 0;
    },
  },
  {
    kind: 'delegations',
    // A credential ends with its delegation, on the day or on the ledger: none that lasts goes with it.
    deleteSome: (tx, before) =>
      deleteDelegations(
        tx,
        `id IN (
           SELECT id FROM delegations WHERE least(withdrawn_at, (until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') < $1
           ORDER BY until ${SOME})`,
        [before],
      ),
  },
];
