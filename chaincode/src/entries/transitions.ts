import { Refusal } from '../refusal';
import type { Change } from './entry';
import { isFinal, mayFollow, successorRule } from './status-rules';
import type { CertificateState, Standing } from './status-rules';

/** What the ledger knows of one certificate; its absence means "no change recorded", never "valid". */
export interface Status {
  readonly state: CertificateState;
  readonly reason: string;
  readonly by?: { readonly issuer: string; readonly cert: string };
  /** The entry that made the change, and its time. */
  readonly seq: number;
  readonly time: string;
}

/** Refuses a change that the certificate's present state does not allow. */
export function checkTransition(from: Standing, change: Change): void {
  if (isFinal(from)) throw new Refusal('STATE_FINAL', `${change.cert} is ${from}, which is final`);
  if (!mayFollow(from, change.state)) {
    const standing = from === 'none' ? 'has no state' : `is ${from}`;
    throw new Refusal('STATE_TRANSITION', `${change.cert} ${standing} and cannot become ${change.state}`);
  }
}

/** superseded names a certificate of the same issuer, transferred one of any; neither names itself. */
export function checkSuccessor(issuer: string, change: Change): void {
  const { by, state, cert } = change;
  if (by === undefined) return;
  if (successorRule(state) === 'same-issuer' && by.issuer !== issuer) {
    throw new Refusal('SUCCESSOR_INVALID', `${cert} can only be ${state} by a certificate of its own issuer`);
  }
  if (by.issuer === issuer && by.cert === cert)
    throw new Refusal('SUCCESSOR_INVALID', `${cert} names itself`);
}
