import { toHex } from '../formats/bytes.js';
import { leafHashOf } from './audit-record.js';
import type { AuditRecord } from './audit-record.js';
import { GrowingTree } from './audit-tree.js';

/** What the ledger says of the tree. */
export interface StatedHead {
  /** Records in the tree. */
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** RFC 3339. */
  readonly time: string;
}

/** One thing that is wrong with an export. */
export interface AuditFinding {
  /**
   * `CHANGED`: the record is not what was sealed. `REMOVED`: there is no record where one was sealed. `INSERTED`: it
   * stands among the records of a time whose records are sealed, and is not. `CUT`: the tree is shorter than the
   * ledger knows it. `REWRITTEN`: each leaf agrees with its record, and all together not with the ledger.
   */
  readonly code: 'CHANGED' | 'REMOVED' | 'INSERTED' | 'CUT' | 'REWRITTEN';
  /** Id of the record, of `CHANGED` and `INSERTED`. */
  readonly record?: number;
  /** Of the leaf, from 0; of `CUT` and `REWRITTEN` the number of leaves that there are. */
  readonly position?: number;
}

/** What {@link verifyAudit} finds. */
export interface AuditVerdict {
  /** What is wrong; empty: nothing. */
  readonly findings: readonly AuditFinding[];
  /** Records under the ledger's head. */
  readonly proven: number;
  /** Records sealed after it. */
  readonly later: number;
  /** Records that are not sealed yet. */
  readonly unsealed: number;
}

/** Milliseconds that a record may wait to be sealed: its transaction may last, the sealer may be down for a while. */
const PATIENCE = 10 * 60_000;

/**
 * Holds an export against the head that the ledger states: sealed records in the order of their leaves, then those
 * that are not sealed. What was changed before it was sealed cannot be told.
 */
export async function verifyAudit(
  records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>,
  stated: StatedHead,
): Promise<AuditVerdict> {
  const findings: AuditFinding[] = [];
  const tree = new GrowingTree();
  let root: Uint8Array | undefined;
  let unsealed = 0;
  const append = (hash: Uint8Array): void => {
    tree.append(hash);
    if (tree.size === stated.size) ({ root } = tree);
  };
  for await (const record of records) {
    const { position, id, at } = record;
    if (position === null) {
      unsealed += 1;
      if (Date.parse(at) + PATIENCE < Date.parse(stated.time))
        findings.push({ code: 'INSERTED', record: id });
      continue;
    }
    while (tree.size < position) {
      findings.push({ code: 'REMOVED', position: tree.size });
      append(new Uint8Array(32));
    }
    const hash = leafHashOf(record);
    if (toHex(hash) !== record.leaf) findings.push({ code: 'CHANGED', record: id, position });
    append(hash);
  }
  const { size } = tree;
  if (size < stated.size) findings.push({ code: 'CUT', position: size });
  else if (findings.length === 0 && (root === undefined || toHex(root) !== stated.root)) {
    findings.push({ code: 'REWRITTEN', position: size });
  }
  return {
    findings,
    proven: Math.min(size, stated.size),
    later: Math.max(0, size - stated.size),
    unsealed,
  };
}
