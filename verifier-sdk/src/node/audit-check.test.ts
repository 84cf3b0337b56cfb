import { describe, expect, it } from 'vitest';
import { toHex } from '../formats/bytes.js';
import { leafHashOf } from './audit-record.js';
import type { AuditRecord } from './audit-record.js';
import { GrowingTree } from './audit-tree.js';
import { verifyAudit } from './audit-check.js';

const at = '2026-11-29T08:00:00.000Z';

function record(n: number, change: Partial<AuditRecord> = {}): AuditRecord {
  const nothing = { issuer: null, batch: null, certificate: null, subject: null, request: null };
  const own = { position: n, leaf: null, id: n + 1, at, act: 'people.seen', kind: 'person', actor: 'a' };
  const said: AuditRecord = { ...own, roles: ['auditor'], ...nothing, details: 'AA==', ...change };
  return { ...said, leaf: toHex(leafHashOf(said)) };
}

const records = [0, 1, 2, 3, 4].map((n) => record(n));
const tree = new GrowingTree();
for (const one of records) tree.append(leafHashOf(one));
const stated = { size: 5, root: toHex(tree.root!), time: '2026-11-29T09:00:00.000Z' };
const codes = async (given: readonly AuditRecord[]): Promise<string[]> =>
  (await verifyAudit(given, stated)).findings.map(({ code }) => code);

describe('an export', () => {
  it('is whole, with what was sealed later and what is not sealed yet', async () => {
    const later = [record(5), record(6, { position: null, at: stated.time })];
    expect(await verifyAudit([...records, ...later], stated)).toEqual({
      findings: [],
      proven: 5,
      later: 1,
      unsealed: 1,
    });
  });

  it.each([
    ['a changed record', [record(0), { ...record(1), actor: 'b' }, ...records.slice(2)], ['CHANGED']],
    ['a removed record', records.toSpliced(2, 1), ['REMOVED']],
    ['a record that was put in', [...records, record(9, { position: null })], ['INSERTED']],
    ['the end cut off', records.slice(0, 3), ['CUT']],
    ['nothing left', [], ['CUT']],
    ['record and leaf rewritten together', [record(0, { actor: 'b' }), ...records.slice(1)], ['REWRITTEN']],
  ] as const)('shows %s', async (_, given, expected) => {
    expect(await codes(given)).toEqual(expected);
  });
});
