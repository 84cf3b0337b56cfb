import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCertbridge } from '@certbridge/cli';
import { destroyExpiredKeys, openAudit, requireStated, theService } from '@certbridge/service/people/audit';
import { openDatabase, startEmbeddedPostgres } from '@certbridge/service/platform/database';
import type { Database } from '@certbridge/service/platform/database';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { openMirror, parseTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
import type { Mirror } from '@certbridge/verifier-sdk';
import {
  FolderStore,
  GrowingTree,
  auditHead,
  leafHashOf,
  syncAuditHeads,
} from '@certbridge/verifier-sdk/node';
import type { AuditRecord } from '@certbridge/verifier-sdk/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const PROVINCE = 'ZhejiangMSP';

let folder = '';
let bridge: CertBridge;
let superuser: Database;
let mirror: Mirror;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-audit-tree-'));
  bridge = await start({ CERTBRIDGE_AUDIT_EVERY: '200ms' });
  superuser = openDatabase({ url: bridge.databaseOwnerUrl ?? '' });
  const trustAnchor = parseTrustAnchor(await readFile(bridge.trustAnchor));
  mirror = await openMirror(new FolderStore(join(folder, 'mirror')), { trustAnchor });
  for (let n = 0; n < 7; n += 1) await look();
  await syncedBeyond(0);
});
afterAll(async () => {
  await superuser.close();
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

function start(change: Record<string, string>): Promise<CertBridge> {
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    ...change,
  });
  return startCertBridge({ settings, seed: 'certificates', throwAway: true });
}

/** Something that is written down. */
async function look(): Promise<void> {
  const authorization = `Bearer ${await bridge.token('administrator')}`;
  expect((await fetch(`${bridge.url}/api/v1/people`, { headers: { authorization } })).status).toBe(200);
}

/** The size of the tree as the mirror has it, once all that is sealed now is on the ledger. */
async function syncedBeyond(size: number): Promise<number> {
  const held = async (): Promise<number> => {
    await syncMirror(mirror, { urls: [bridge.url] });
    await syncAuditHeads(mirror, { urls: [bridge.url] }, [PROVINCE]);
    return (await auditHead(mirror, PROVINCE))?.size ?? 0;
  };
  const { rows } = await superuser.query<{ id: number }>('SELECT max(id) AS id FROM audit_records');
  const isThere = async (): Promise<boolean> => {
    const { rows: sealed } = await superuser.query(
      'SELECT FROM audit_leaves WHERE record = $1 AND position < $2',
      [rows[0]!.id, await held()],
    );
    return sealed.length === 1;
  };
  await vi.waitFor(async () => expect(await isThere()).toBe(true), { timeout: 60_000, interval: 100 });
  const now = await held();
  expect(now).toBeGreaterThan(size);
  return now;
}

async function certbridge(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const environment = { CERTBRIDGE_URL: bridge.url, CERTBRIDGE_TOKEN: await bridge.token('auditor') };
  const write = (text: string): void => void (out += text);
  const terminal = { isTTY: false, ask: undefined, write, writeError: write };
  return { code: await runCertbridge(args, environment, terminal), out };
}

async function verified(): Promise<{ readonly code: number; readonly out: string }> {
  const file = join(folder, 'audit.jsonl');
  expect(await certbridge('audit', 'export', file)).toMatchObject({ code: 0 });
  const options = ['--province', PROVINCE, '--trust', bridge.trustAnchor, '--mirror', join(folder, 'mirror')];
  return certbridge('audit', 'verify', file, ...options);
}

describe('the audit, held against the ledger', () => {
  it('is whole, and goes on being so', async () => {
    const before = await verified();
    expect(before.out).toContain('The audit is whole');
    expect(before.code).toBe(0);
    const size = (await auditHead(mirror, PROVINCE))!.size;
    await look();
    await syncedBeyond(size);
    expect((await verified()).code).toBe(0);
  });

  it('is written side by side: a transaction that is still open holds up neither other replicas nor the sealer', async () => {
    const { audit, protection, database } = bridge.service;
    const event = { act: 'people.seen', by: { ...theService, subject: 'side by side' } } as const;
    const other = openDatabase({ url: bridge.databaseOwnerUrl ?? '' });
    const sealed = async (): Promise<number> =>
      (
        await superuser.query(
          'SELECT FROM audit_records r JOIN audit_leaves l ON l.record = r.id WHERE r.actor = $1',
          [event.by.subject],
        )
      ).rows.length;
    await database.transaction(async (tx) => {
      await audit.record(tx, event);
      await openAudit({ database: other, protection }).look(event);
      await vi.waitFor(async () => expect(await sealed()).toBe(1), { timeout: 60_000, interval: 100 });
    });
    await vi.waitFor(async () => expect(await sealed()).toBe(2), { timeout: 60_000, interval: 100 });
    await other.close();
    await syncedBeyond(0);
    expect((await verified()).code).toBe(0);
  });

  /** As a superuser of the database, who also rewrites leaves where that helps. */
  it.each([
    [
      'a changed record',
      'CHANGED',
      `UPDATE audit_records SET actor = 'somebody else' WHERE id = (SELECT record FROM audit_leaves WHERE position = 2)`,
    ],
    [
      'a record whose details were changed',
      'CHANGED',
      `UPDATE audit_records SET details = '\\x00' WHERE id = (SELECT record FROM audit_leaves WHERE position = 3)`,
    ],
    ['a removed record', 'REMOVED', 'DELETE FROM audit_leaves WHERE position = 4'],
    [
      'a removed record whose place was closed up',
      // What is sealed after it has its place behind the one that is lacking now.
      'CUT|REMOVED|REWRITTEN',
      `WITH gone AS (DELETE FROM audit_leaves WHERE position = 1 RETURNING position)
       UPDATE audit_leaves l SET position = -l.position FROM gone WHERE l.position > 1;
       UPDATE audit_leaves SET position = -position - 1 WHERE position < 0`,
    ],
    [
      'an inserted record',
      'INSERTED',
      `INSERT INTO audit_records (at, act, actor_kind, actor, roles, details)
       VALUES (now() - interval '1 day', 'people.seen', 'person', 'somebody', '{}', '\\x00')`,
    ],
    [
      'the end cut off',
      // What is sealed after it has its place behind the gap.
      'CUT|REMOVED',
      'DELETE FROM audit_leaves WHERE position >= 5 AND record IN (SELECT record FROM kept_leaves)',
    ],
    [
      'records and leaves rewritten together',
      'REWRITTEN',
      `WITH two AS (SELECT min(record) AS a, max(record) AS b FROM audit_leaves WHERE position IN (5, 6))
       UPDATE audit_leaves SET position = CASE position WHEN 5 THEN -6 ELSE -5 END WHERE position IN (5, 6);
       UPDATE audit_leaves SET position = -position WHERE position < 0`,
    ],
  ])('shows %s', async (_, code, attack) => {
    await superuser.query('DROP TABLE IF EXISTS kept_records, kept_leaves');
    await superuser.transaction(async (tx) => {
      // Nothing is sealed between what is kept and the attack.
      await tx.query('LOCK TABLE audit_records, audit_leaves IN EXCLUSIVE MODE');
      await tx.query('CREATE TABLE kept_records AS SELECT * FROM audit_records');
      await tx.query('CREATE TABLE kept_leaves AS SELECT * FROM audit_leaves');
      for (const statement of attack.split(';')) await tx.query(statement);
    });
    const { code: exit, out } = await verified();
    expect(out).toMatch(new RegExp(code));
    expect(exit).toBe(1);
    await superuser.query('DELETE FROM audit_leaves WHERE record IN (SELECT record FROM kept_leaves)');
    await superuser.query(`DELETE FROM audit_records WHERE at < now() - interval '12 hours'`);
    await superuser.query(
      `UPDATE audit_records r SET actor = k.actor, details = k.details FROM kept_records k WHERE k.id = r.id`,
    );
    await superuser.query('INSERT INTO audit_leaves SELECT * FROM kept_leaves ON CONFLICT DO NOTHING');
    expect((await verified()).code).toBe(0);
  });

  it('names the file that an auditor’s command cannot use', async () => {
    const [missing, spoilt] = [join(folder, 'not-there'), join(folder, 'spoilt.json')];
    await writeFile(spoilt, '{}\n');
    const mirrored = ['--province', PROVINCE, '--mirror', join(folder, 'mirror'), '--trust'];
    for (const [args, code, named] of [
      [['export', folder], 73, folder],
      [['verify', missing, ...mirrored, bridge.trustAnchor], 66, missing],
      [['verify', spoilt, ...mirrored, missing], 66, missing],
      [['verify', spoilt, ...mirrored, spoilt], 1, spoilt],
      [['verify', spoilt, ...mirrored, bridge.trustAnchor], 1, spoilt],
    ] as const) {
      const said = await certbridge('audit', ...args);
      expect(said.code).toBe(code);
      expect(said.out).toContain(named);
    }
  });

  it('tells who looked at a holder’s data, and why, to auditors who say why', async () => {
    const { rows } = await superuser.query<{ issuer: string; id: string }>(
      `SELECT issuer, encode(cert_id, 'hex') AS id FROM certificates WHERE type = $1 LIMIT 1`,
      [bridge.service.types.newest('residence-permit').code],
    );
    const { issuer, id } = rows[0]!;
    const { fields } = await bridge.service.issuing.openCertificate(issuer, id);
    const { holderNumber } = bridge.service.types.newest('residence-permit');
    const response = await fetch(`${bridge.url}/api/v1/issuers/${issuer}/certificates/${id}/fields`, {
      headers: {
        authorization: `Bearer ${await bridge.token('operator')}`,
        'certbridge-purpose': encodeURIComponent('核对办件材料'),
      },
    });
    expect(response.status).toBe(200);
    const number = String(fields[holderNumber]);
    const holder = ['--holder-file', join(folder, 'number.txt')];
    await writeFile(holder[1]!, `${number}\n`);
    const refused = await certbridge('audit', 'search', ...holder);
    expect(refused.out).toContain('PURPOSE_NEEDED');
    const { out } = await certbridge('audit', 'search', ...holder, '--purpose', '群众查询');
    expect(out).toMatch(/fields\.seen {2}\S+ \(operator\) {2}[0-9a-f]{32} {2}核对办件材料/);
    expect(out).not.toContain(number);
    const { out: nothing } = await certbridge('audit', 'search', '--act', 'nothing.of-the-kind');
    expect(nothing).toContain('没有符合条件的审计记录。No audit record matches.');
  });
});

describe('what the audit says of somebody', () => {
  it('stays readable after their data is erased, until retention ends; the tree stays whole', async () => {
    const { rows } = await superuser.query<{ issuer: string; id: string }>(
      `SELECT issuer, encode(cert_id, 'hex') AS id FROM certificates WHERE type = $1 AND holder IS NOT NULL
       ORDER BY line DESC LIMIT 1`,
      [bridge.service.types.newest('social-security-card').code],
    );
    const { issuer, id } = rows[0]!;
    const { fields } = await bridge.service.issuing.openCertificate(issuer, id);
    const number = String(fields[bridge.service.types.newest('social-security-card').holderNumber]);
    const { database, audit } = bridge.service;
    const destroyed = (retention: number): Promise<number> =>
      destroyExpiredKeys({ database, audit, retention });
    const found = async (): Promise<readonly unknown[]> => {
      const answer = await asked('auditor', '/api/v1/audit/holder-search', { holderNumber: number });
      return (answer['records'] as { act: string; details: unknown }[]).filter(
        ({ act }) => act === 'holder.forgotten',
      );
    };
    await asked('administrator', `/api/v1/issuers/${issuer}/holders/deletion`, { holderNumber: number });
    expect(await destroyed(60_000)).toBe(0);
    expect(await found()).toMatchObject([{ details: { from: '127.0.0.1' } }]);
    expect(await destroyed(0)).toBe(1);
    expect(await found()).toEqual([]);
    const search = await asked('auditor', '/api/v1/audit/records?act=holder.forgotten');
    expect(search['records']).toMatchObject([{ details: null }]);
    await syncedBeyond(0);
    expect((await verified()).code).toBe(0);
  });

  async function asked(role: string, path: string, json?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${bridge.url}${path}`, {
      method: json === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await bridge.token(role)}`,
        'content-type': 'application/json',
        'certbridge-purpose': encodeURIComponent('群众查询'),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  }
});

describe('a database that lacks records which the ledger knows', () => {
  const stated = async (): Promise<number> => {
    const [ledger] = bridge.service.ledgers;
    return (await ledger?.auditHead(PROVINCE))?.size ?? 0;
  };
  const held = async (): Promise<number> => {
    const { rows } = await superuser.query<{ held: number }>(
      'SELECT count(*)::int AS held FROM audit_records',
    );
    return rows[0]!.held;
  };
  const recorded = async (act: string): Promise<number> =>
    (await superuser.query('SELECT FROM audit_records WHERE act = $1', [act])).rows.length;
  async function stop(): Promise<void> {
    await superuser.close();
    await bridge.close();
  }
  const linesOf = async (file: string): Promise<string[]> =>
    (await readFile(file, 'utf8')).trim().split('\n');
  /** What a start demands where the ledger knows the records of these lines. */
  function starting(
    database: Database,
    settings: { readonly acceptLoss?: number; readonly supply?: string },
    lines: readonly string[],
  ): Promise<void> {
    const tree = new GrowingTree();
    for (const line of lines) tree.append(leafHashOf(JSON.parse(line) as AuditRecord));
    const audit = openAudit({ database, protection: bridge.service.protection });
    const parts = { database, audit, acceptLoss: undefined, supply: undefined, ...settings };
    return requireStated(parts, { size: tree.size, root: Buffer.from(tree.root!).toString('hex') });
  }
  /** Long after the first statement there is none until the service stops. */
  async function again(change: Record<string, string> = {}): Promise<void> {
    bridge = await start({ CERTBRIDGE_AUDIT_EVERY: '1h', ...change });
    superuser = openDatabase({ url: bridge.databaseOwnerUrl ?? '' });
  }
  it('is not served with, since the tree is stated when the service stops; until an export supplies them', async () => {
    await stop();
    await again();
    await vi.waitFor(async () => expect(await stated()).toBeGreaterThan(0), {
      timeout: 60_000,
      interval: 100,
    });
    const [before, early] = [await held(), await stated()];
    const file = join(folder, 'before-the-end.jsonl');
    // Which is written down too, and thereby the last record in it.
    expect((await certbridge('audit', 'export', file)).code).toBe(0);
    expect(await stated()).toBe(early);
    await stop();
    await asSuperuser(async (database) => {
      // As an earlier backup has it: the last record but one waits there to be sealed.
      await database.query('DELETE FROM audit_leaves WHERE position >= $1', [before - 1]);
      await database.query('DELETE FROM audit_heads WHERE size >= $1', [before]);
      const left = 'SELECT record FROM audit_leaves UNION SELECT record FROM audit_queue';
      await database.query(
        'INSERT INTO audit_queue SELECT min(id) FROM audit_records WHERE id NOT IN (SELECT record FROM audit_leaves)',
      );
      await database.query(`DELETE FROM audit_records WHERE id NOT IN (${left})`);

      const lines = await linesOf(file);
      expect(lines).toHaveLength(before + 1);
      for (const [name, spoilt] of Object.entries({
        'not there': [],
        'no records': ['{}'],
        short: lines.slice(0, -1),
        changed: lines.map((line, at) =>
          at === before ? line.replace(/"actor":"[^"]*"/, '"actor":"somebody else"') : line,
        ),
      })) {
        const supply = join(folder, `${name}.jsonl`);
        if (spoilt.length > 0) await writeFile(supply, spoilt.join('\n'));
        await expect(starting(database, { supply }, lines), name).rejects.toMatchObject({
          code: 'AUDIT_SUPPLY_UNUSABLE',
        });
      }
    });
    await expect(start({})).rejects.toMatchObject({ code: 'AUDIT_BEHIND' });
    await again({ CERTBRIDGE_AUDIT_SUPPLY: file, CERTBRIDGE_AUDIT_EVERY: '200ms' });
    expect(await recorded('audit.records-supplied')).toBe(1);
    expect(await held()).toBeGreaterThan(before + 1);
    await syncedBeyond(0);
    expect((await verified()).code).toBe(0);
  });

  it('is not served with where two who collude removed records, or rewrote leaves and heads after them', async () => {
    const file = join(folder, 'whole.jsonl');
    expect((await certbridge('audit', 'export', file)).code).toBe(0);
    await stop();
    await asSuperuser(async (database) => {
      await database.query('CREATE TABLE kept AS SELECT * FROM audit_leaves WHERE position = 2');
      await database.query('DELETE FROM audit_leaves WHERE position = 2');
    });
    await expect(start({})).rejects.toMatchObject({ code: 'AUDIT_BEHIND' });

    const records = (await linesOf(file)).map((line) => JSON.parse(line) as AuditRecord);
    const tree = new GrowingTree();
    records[2] = { ...records[2]!, actor: 'somebody else' };
    for (const record of records) tree.append(leafHashOf(record));
    await asSuperuser(async (database) => {
      await database.query(
        `UPDATE audit_records SET actor = 'somebody else' WHERE id = (SELECT record FROM kept)`,
      );
      await database.query('INSERT INTO audit_leaves SELECT position, record, $1 FROM kept', [
        Buffer.from(leafHashOf(records[2]!)),
      ]);
      await database.query('DELETE FROM audit_heads');
      await database.query('INSERT INTO audit_heads (size, root, peaks) VALUES ($1, $2, $3)', [
        ...[tree.size, Buffer.from(tree.root!), Buffer.from(tree.peaks)],
      ]);
    });
    await expect(start({})).rejects.toMatchObject({
      code: 'AUDIT_DIFFERS',
      message: expect.stringContaining(`CERTBRIDGE_AUDIT_ACCEPT_LOSS=${tree.size} `) as string,
    });
    await asSuperuser(async (database) => {
      const lines = await linesOf(file);
      await expect(starting(database, { supply: file }, lines)).rejects.toMatchObject({
        code: 'AUDIT_SUPPLY_UNUSABLE',
      });
      await expect(starting(database, { acceptLoss: tree.size - 1 }, lines)).rejects.toMatchObject({
        code: 'AUDIT_DIFFERS',
      });
    });
  });

  it('is served with once the loss is accepted by its size, which is written down; auditors see it', async () => {
    const known = (await linesOf(join(folder, 'whole.jsonl'))).length;
    await again({ CERTBRIDGE_AUDIT_ACCEPT_LOSS: String(known) });
    expect(await recorded('audit.loss-accepted')).toBe(1);
    const { code, out } = await verified();
    expect(out).toContain('REWRITTEN');
    expect(code).toBe(1);
  });

  async function asSuperuser(work: (database: Database) => Promise<void>): Promise<void> {
    const server = await startEmbeddedPostgres({ dir: join(folder, 'data', 'postgres'), throwAway: true });
    const database = openDatabase({ url: server.url });
    await work(database);
    await database.close();
    await server.close();
  }
});
