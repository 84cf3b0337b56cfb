import { LedgerRefusal, LedgerUnavailable } from '../../ledger/adapter/index.js';
import type { Ledger } from '../../ledger/adapter/index.js';
import { hasUnanchored, outboxChannel } from '../../ledger/anchoring/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { requireOther, sealProposal } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import { EndingNotWaiting, IssuerBusy, IssuerEnded, IssuerHasCertificates } from './errors.js';
import { getIssuer, lockIssuer, mayIssueAlone } from './issuers.js';
import type { Ending, Issuer } from './issuers.js';

/** What was made in an issuer's name. */
export interface Holdings {
  readonly hasCertificates: boolean;
  /** Batches that are not done with. */
  readonly openBatches: number;
}

export interface EndParts {
  readonly tx: Transaction;
  readonly protection: Pick<Protection, 'mac'>;
  readonly holdings: (issuer: string) => Promise<Holdings>;
  /** The clients of all provinces in whose name this service writes. */
  readonly ledgers: readonly Pick<Ledger, 'mspId' | 'retireIssuer'>[];
}

/**
 * Ends an issuer, or proposes it where two must agree: withdrawn if it has issued nothing, retired otherwise.
 * The ledger knows only one end, after which a log takes changes of its certificates and nothing else.
 * @throws IssuerEnded, IssuerBusy, IssuerHasCertificates, LedgerRefusal
 */
export async function endIssuer(parts: EndParts, code: string, as: Ending, by: string): Promise<Issuer> {
  const { tx, protection } = parts;
  const issuer = await lockIssuer(tx, code);
  await demandEndable(parts, issuer, as);
  if (mayIssueAlone(protection, issuer)) return carryOut(parts, issuer, as);
  const seal = sealProposal(protection, proposalOf(code, as, by));
  await tx.query('UPDATE issuers SET ending = $2, ending_by = $3, ending_seal = $4 WHERE code = $1', [
    ...[code, as, by, seal],
  ]);
  return getIssuer(tx, code);
}

/**
 * The second pair of eyes.
 * @throws EndingNotWaiting, SubmitterMayNotApprove, IssuerBusy, IssuerHasCertificates, LedgerRefusal
 */
export async function decideEnding(
  parts: EndParts,
  code: string,
  approve: boolean,
  by: string,
): Promise<Issuer> {
  const { tx, protection } = parts;
  const issuer = await lockIssuer(tx, code);
  if (issuer.ending === null) throw new EndingNotWaiting(code);
  const { as, submittedBy, seal } = issuer.ending;
  if (!approve) {
    await tx.query('UPDATE issuers SET ending = NULL, ending_by = NULL, ending_seal = NULL WHERE code = $1', [
      code,
    ]);
    return getIssuer(tx, code);
  }
  requireOther(protection, { ...proposalOf(code, as, submittedBy), seal }, by);
  await demandEndable(parts, issuer, as);
  return carryOut(parts, issuer, as);
}

const proposalOf = (code: string, as: Ending, by: string): Proposal => ({
  ...{ kind: 'ending', id: code, what: [as], by },
});

async function demandEndable({ holdings }: EndParts, { code, ended }: Issuer, as: Ending): Promise<void> {
  if (ended !== null) throw new IssuerEnded(code, ended);
  const { hasCertificates, openBatches } = await holdings(code);
  if (openBatches > 0) throw new IssuerBusy(code, openBatches);
  if (as === 'withdrawn' && hasCertificates) throw new IssuerHasCertificates(code);
}

async function carryOut({ tx, ledgers }: EndParts, issuer: Issuer, as: Ending): Promise<Issuer> {
  const { code, mspId, revokedKids } = issuer;
  const ledger = ledgers.find((one) => one.mspId === mspId);
  // After its end the ledger takes no certificates: the writer of its log ends it once they are there.
  const isTold =
    ledger !== undefined &&
    !(await hasUnanchored(tx, code, revokedKids)) &&
    (await isTaken(ledger.retireIssuer(code)));
  await tx.query(
    'UPDATE issuers SET ended = $2, ending = NULL, ending_by = NULL, ending_seal = NULL, registered = $3 WHERE code = $1',
    [code, as, isTold],
  );
  await tx.query('SELECT pg_notify($1, $2)', [outboxChannel, code]);
  return getIssuer(tx, code);
}

/** Whether the ledger has it now; the writer of its log goes on trying. */
async function isTaken(retirement: Promise<void>): Promise<boolean> {
  try {
    await retirement;
    return true;
  } catch (error) {
    if (error instanceof LedgerUnavailable) return false;
    // It never came to be known there.
    if (error instanceof LedgerRefusal && error.code === 'ISSUER_UNKNOWN') return true;
    throw error;
  }
}
