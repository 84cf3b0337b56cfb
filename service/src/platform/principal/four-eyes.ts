import { SubmitterMayNotApprove } from './errors.js';

/** The rule of four eyes. @throws SubmitterMayNotApprove unless another account submitted what `by` approves */
export function requireOther(submittedBy: string, by: string): void {
  if (submittedBy === by) throw new SubmitterMayNotApprove();
}
