import { open } from 'node:fs/promises';
import { GrowingTree, leafHashOf } from '@certbridge/verifier-sdk/node';
import type { AuditRecord } from '@certbridge/verifier-sdk/node';
import { z } from 'zod';
import type { Database, Transaction } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { ProblemOptions } from '../../platform/problems/index.js';
import { toRecord } from './records.js';
import type { RecordRow } from './records.js';
import { SEALER } from './seal.js';
import type { StatedHead } from './seal.js';

/** An export that does not give what the database lacks. */
class AuditSupplyUnusable extends Problem {
  constructor(file: string, zh: string, en: string, options?: ProblemOptions) {
    const words = {
      zh: `无法用 ${file} 补齐审计记录：${zh}请换用更完整的导出文件（certbridge audit export）。什么都没有写入。`,
      en: `${file} cannot supply the audit records: ${en} Use a more complete export (certbridge audit export). Nothing was written.`,
    };
    super('unavailable', 'AUDIT_SUPPLY_UNUSABLE', words, options);
  }
}

/** Of a line of an export, what is needed to place it; all of it is proved by its leaf. */
const line = z.looseObject({ id: z.int(), position: z.int().nullable(), details: z.string() });

/** Records written in one statement. */
const AT_ONCE = 1_000;

/**
 * Adds the records and leaves that the database lacks, from an export, where all its records together are the tree
 * that the ledger knows: then each is what was sealed, whoever kept the file. All of them, or none.
 * Returns how many it added.
 * @throws AuditSupplyUnusable
 */
export async function supplyRecords(database: Database, file: string, stated: StatedHead): Promise<number> {
  return database.transaction(async (tx) => {
    await tx.lock(SEALER);
    const tree = new GrowingTree();
    let supplied = 0;
    for await (const records of pages(file, stated.size)) {
      const leaves = records.map((record) => {
        // Those that were not sealed yet when it was made were sealed in its order, as their root shows.
        const position = record.position ?? tree.size;
        if (position !== tree.size) throw incomplete(file, tree.size, stated);
        const hash = Buffer.from(leafHashOf(record));
        tree.append(hash);
        return { position, record, hash };
      });
      supplied += await addLacking(tx, file, leaves);
    }
    if (tree.size < stated.size) throw incomplete(file, tree.size, stated);
    const root = Buffer.from(tree.root ?? new Uint8Array());
    if (root.toString('hex') !== stated.root) {
      throw new AuditSupplyUnusable(
        file,
        '其中的记录合起来不是账本所记的审计树。',
        'its records together are not the tree that the ledger knows.',
      );
    }
    await tx.query(
      'INSERT INTO audit_heads (size, root, peaks) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING',
      [stated.size, root, Buffer.from(tree.peaks)],
    );
    return supplied;
  });
}

const incomplete = (file: string, position: number, { size }: StatedHead): AuditSupplyUnusable =>
  new AuditSupplyUnusable(
    file,
    `账本记有 ${size} 条，文件缺第 ${position + 1} 条。`,
    `the ledger has ${size} records, and number ${position + 1} is not in the file.`,
  );

/** The first `size` records of an export, as it gives them: in the order of their leaves. */
async function* pages(file: string, size: number): AsyncGenerator<AuditRecord[]> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new AuditSupplyUnusable(file, '文件打不开。', 'it cannot be opened.', { cause });
  });
  try {
    let page: AuditRecord[] = [];
    let number = 0;
    for await (const text of handle.readLines()) {
      number += 1;
      const record = recordOf(text);
      if (record === undefined) {
        const [zh, en] = [`第 ${number} 行不是审计记录。`, `line ${number} is no audit record.`];
        throw new AuditSupplyUnusable(file, zh, en);
      }
      page.push(record);
      if (number === size) break;
      if (page.length === AT_ONCE) {
        yield page;
        page = [];
      }
    }
    yield page;
  } finally {
    await handle.close();
  }
}

function recordOf(text: string): AuditRecord | undefined {
  try {
    return line.parse(JSON.parse(text)) as unknown as AuditRecord;
  } catch {
    return undefined;
  }
}

interface Leaf {
  readonly position: number;
  readonly record: AuditRecord;
  readonly hash: Buffer;
}

/** Adds those whose place is empty; whatever stands at a place already must be the same. */
async function addLacking(tx: Transaction, file: string, leaves: readonly Leaf[]): Promise<number> {
  const { rows } = await tx.query<{ position: number; hash: Buffer }>(
    'SELECT position, hash FROM audit_leaves WHERE position = ANY($1::bigint[])',
    [leaves.map(({ position }) => position)],
  );
  const held = new Map(rows.map(({ position, hash }) => [position, hash]));
  const lacking = leaves.filter(({ position, record, hash }) => {
    const present = held.get(position);
    if (present !== undefined && !present.equals(hash)) throw otherwise(file, record);
    return present === undefined;
  });
  if (lacking.length === 0) return 0;
  await addRecords(tx, file, lacking);
  await tx.query(
    `INSERT INTO audit_leaves (position, record, hash)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])`,
    [
      lacking.map(({ position }) => position),
      lacking.map(({ record }) => record.id),
      lacking.map(({ hash }) => hash),
    ],
  );
  return lacking.length;
}

/** A record that the database has and did not seal yet is there already. */
async function addRecords(tx: Transaction, file: string, lacking: readonly Leaf[]): Promise<void> {
  const ids = lacking.map(({ record }) => record.id);
  await tx.query(
    `INSERT INTO audit_records OVERRIDING SYSTEM VALUE
     SELECT * FROM jsonb_populate_recordset(NULL::audit_records, $1::jsonb) ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(lacking.map(({ record }) => rowOf(record)))],
  );
  const { rows } = await tx.query<RecordRow>(
    'SELECT r.*, NULL AS position, NULL AS hash FROM audit_records r WHERE id = ANY($1::bigint[])',
    [ids],
  );
  const written = new Map(rows.map((row) => [row.id, leafHashOf(toRecord(row))]));
  for (const { record, hash } of lacking)
    if (!hash.equals(written.get(record.id) ?? Buffer.of())) throw otherwise(file, record);
  await tx.query('DELETE FROM audit_queue WHERE record = ANY($1::bigint[])', [ids]);
  // What is written down next has an id of its own.
  await tx.query(
    `SELECT count(nextval('audit_records_id_seq')) FROM generate_series(
       (SELECT last_value FROM audit_records_id_seq), $1)`,
    [Math.max(...ids)],
  );
}

const otherwise = (file: string, { id }: AuditRecord): AuditSupplyUnusable =>
  new AuditSupplyUnusable(
    file,
    `数据库中的第 ${id} 号记录与文件中的不同。`,
    `record ${id} of the database differs from the file's.`,
  );

/** As PostgreSQL reads a row from JSON. */
function rowOf({ position: _, leaf: __, kind, certificate, filed, details, ...same }: AuditRecord): object {
  const bytea = (hex: string | null | undefined): string | null => (hex == null ? null : `\\x${hex}`);
  return {
    ...same,
    actor_kind: kind,
    certificate: bytea(certificate),
    filed: bytea(filed),
    details: bytea(Buffer.from(details, 'base64').toString('hex')),
  };
}
