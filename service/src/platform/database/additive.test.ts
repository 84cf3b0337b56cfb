import { glob, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The newest migration of the first version: those up to it have never met a version before. */
const FIRST_VERSION = '1765000002100_receipt_keys';

const folder = fileURLToPath(new URL('../../*/*/migrations/*.sql', import.meta.url));

/** Of each statement: what the version before, which goes on meanwhile, could not live with. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, unless: RegExp | undefined, why: string])[] = [
  [/\bDROP (TABLE|COLUMN|VIEW|SCHEMA|TYPE|FUNCTION|SEQUENCE)\b/i, undefined, 'takes away what is used'],
  [/\bRENAME\b/i, undefined, 'takes a name away that is used'],
  [/\bSET NOT NULL\b/i, undefined, 'refuses rows without it'],
  [/\bADD COLUMN\b(?![^,]*\bDEFAULT\b)[^,]*\bNOT NULL\b/i, undefined, 'refuses rows without it'],
  [/\bALTER (COLUMN )?\w+ (SET DATA )?TYPE\b/i, undefined, 'rewrites the table under a lock'],
  // One that takes the place of another may be wider.
  [
    /\bADD (CONSTRAINT|CHECK|UNIQUE|FOREIGN KEY|EXCLUDE)\b/i,
    /\bDROP CONSTRAINT\b/i,
    'refuses what was taken',
  ],
  [/\bTRUNCATE\b/i, undefined, 'takes rows away'],
];

function faultsOf(migration: string): string[] {
  const [up = ''] = migration.replace(/--(?! Down Migration).*$/gm, '').split('-- Down Migration');
  const made = new Set([...up.matchAll(/\bCREATE TABLE (\w+)/gi)].map(([, table]) => table));
  return up.split(';').flatMap((statement) => {
    const [, unique] = /\bCREATE UNIQUE INDEX \w+ ON (\w+)/i.exec(statement) ?? [];
    if (unique !== undefined && !made.has(unique)) return ['a unique index refuses what was taken'];
    return FORBIDDEN.flatMap(([pattern, unless, why]) =>
      pattern.test(statement) && unless?.test(statement) !== true ? [`${pattern.source} ${why}`] : [],
    );
  });
}

describe('a migration only adds: the version before goes on with the new schema', () => {
  it('as each does since the first version', async () => {
    const faults: Record<string, string[]> = {};
    let first = false;
    for await (const file of glob(folder)) {
      const name = basename(file, '.sql');
      first ||= name === FIRST_VERSION;
      if (name <= FIRST_VERSION) continue;
      const found = faultsOf(await readFile(file, 'utf8'));
      if (found.length > 0) faults[name] = found;
    }
    expect(first).toBe(true);
    expect(faults).toEqual({});
  });

  it.each([
    'DROP TABLE a',
    'ALTER TABLE a DROP COLUMN b',
    'ALTER TABLE a RENAME COLUMN b TO c',
    'ALTER TABLE a ALTER COLUMN b SET NOT NULL',
    'ALTER TABLE a ADD COLUMN b int NOT NULL',
    'ALTER TABLE a ALTER COLUMN b TYPE text',
    'ALTER TABLE a ADD CONSTRAINT b CHECK (c > 0)',
    'CREATE UNIQUE INDEX b ON a (c)',
    'TRUNCATE a',
  ])('%s does more', (statement) => {
    expect(faultsOf(`-- why\n${statement};\n-- Down Migration\nDROP TABLE z;\n`)).toHaveLength(1);
  });

  it.each([
    'CREATE TABLE a (b int NOT NULL); CREATE UNIQUE INDEX c ON a (b)',
    "ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT ''",
    'ALTER TABLE a ADD COLUMN b text',
    'ALTER TABLE a ALTER COLUMN b DROP NOT NULL',
    "ALTER TABLE a DROP CONSTRAINT b, ADD CONSTRAINT b CHECK (c IN ('old', 'new'))",
    'CREATE INDEX b ON a (c) -- RENAME',
  ])('%s adds', (statement) => {
    expect(faultsOf(`${statement};\n-- Down Migration\nDROP TABLE a;\n`)).toEqual([]);
  });
});
