import { SubmitterMayNotApprove, SubmitterUnproved } from './errors.js';

/** What one person asks for and another decides. */
export interface Proposal {
  readonly kind: 'access' | 'batch' | 'delegation' | 'ending' | 'key' | 'pairing' | 'rule' | 'status';
  readonly id: string;
  /** What is asked for, as JSON keeps it. */
  readonly what: readonly unknown[];
  /** {@link Principal.subject} of whoever asks. */
  readonly by: string;
}

/** Makes keyed hashes under a key that the database does not hold. */
interface Keyed {
  mac(domain: string, value: string): Buffer;
}

/** Kept beside a proposal: that this service wrote who asks, and for what (32 bytes). */
export const sealProposal = (protection: Keyed, { kind, id, what, by }: Proposal): Buffer =>
  protection.mac('proposal', JSON.stringify([kind, id, what, by]));

/**
 * The rule of four eyes.
 * @param seal as it is kept beside the proposal
 * @throws SubmitterUnproved where the database says otherwise than the service wrote;
 *   SubmitterMayNotApprove unless another account submitted what `by` approves
 */
export function requireOther(
  protection: Keyed,
  proposal: Proposal & { readonly seal: Buffer | null },
  by: string,
): void {
  if (proposal.seal?.equals(sealProposal(protection, proposal)) !== true) throw new SubmitterUnproved();
  if (proposal.by === by) throw new SubmitterMayNotApprove();
}
