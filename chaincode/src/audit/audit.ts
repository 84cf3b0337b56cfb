import type { JsonObject } from '../canonical/json';
import { decimal, hash } from '../input/forms';
import { readNetworkAsProvince } from '../network/network';
import { Refusal } from '../refusal';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';

/** The state of a province's audit tree: its size and its RFC 6962 root, in hex. */
export interface AuditHead {
  readonly size: number;
  readonly root: string;
  /** When it was last stated. */
  readonly time: string;
}

/** More records than any service writes. */
const MAX_SIZE = 9_999_999_999;

/**
 * `StateAuditHead`: how large the audit tree of the caller's province is, and its root. It is state, no record, like
 * a beat; it never gets smaller, and one size has one root: whoever cuts or rewrites the tree cannot state it.
 */
export async function stateAuditHead(tx: Transaction, size: string, root: string): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  await readNetworkAsProvince(tx);
  const { mspId } = tx.caller;
  const stated = { size: decimal(size, 'size', 1, MAX_SIZE), root: hash(root, 'root') };
  const held = await readAuditHead(tx.state, mspId);
  if (
    held !== undefined &&
    (stated.size < held.size || (stated.size === held.size && stated.root !== held.root))
  ) {
    throw new Refusal('AUDIT_HEAD_BACK');
  }
  await tx.state.put(['audit', mspId], { ...stated, time: tx.time });
  return { ...stated, time: tx.time };
}

export async function readAuditHead(state: State, mspId: string): Promise<AuditHead | undefined> {
  return (await state.get(['audit', mspId])) as AuditHead | undefined;
}
