import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@certbridge/service/platform/database';
import type { Database } from '@certbridge/service/platform/database';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Permits } from './permits.js';
import { secondAdministrator } from './second-administrator.js';

let folder = '';
let bridge: CertBridge;
/** As a database administrator who means ill. */
let superuser: Database;
let issuer = '';
let permits: Permits;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-four-eyes-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_CLAIM_PERSON: 'employee_number',
  });
  bridge = await startCertBridge({ settings, seed: 'issuers', throwAway: true });
  superuser = openDatabase({ url: bridge.databaseOwnerUrl ?? '' });
  permits = await Permits.open();
  const type = bridge.service.types.newest('residence-permit').code;
  const { body } = await send('administrator', '/api/v1/issuers');
  const all = body['issuers'] as { code: string; types: string[] }[];
  issuer = all.find(({ types }) => types.includes(type))!.code;
  expect((await save({ fourEyes: true })).body).toMatchObject({ fourEyes: true });
});
afterAll(async () => {
  await superuser.close();
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

async function send(
  who: string,
  path: string,
  { method, json, file }: { method?: string; json?: unknown; file?: string } = {},
): Promise<Answer> {
  const content = file ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(`${bridge.url}${path}`, {
    method: method ?? (content === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${who.startsWith('cb_') ? who : await bridge.token(who)}`,
      ...(content !== undefined && { 'content-type': file === undefined ? 'application/json' : 'text/csv' }),
    },
    ...(content !== undefined && { body: content }),
  });
  const text = await response.text();
  const body = text.startsWith('{') && !text.includes('\n') ? (JSON.parse(text) as Answer['body']) : {};
  return { status: response.status, body, text };
}

/** Saves the issuer as it is, with these changes; a member that is undefined is left out. */
async function save(change: Record<string, unknown>): Promise<Answer> {
  const { body } = await send('administrator', `/api/v1/issuers/${issuer}`);
  const { name, mspId, authorities, types } = body;
  const same = { name, mspId, authorities, types };
  return send('administrator', `/api/v1/issuers/${issuer}`, { method: 'PUT', json: { ...same, ...change } });
}

const base = (batch: string): string => `/api/v1/issuers/${issuer}/batches/${batch}`;

interface Sent {
  readonly id: string;
  readonly digest: string;
}

async function submit(who = 'operator', cells = permits.cells()): Promise<Sent> {
  const path = `/api/v1/issuers/${issuer}/batches?type=residence-permit`;
  const { body } = await send(who, path, { file: permits.file(cells) });
  expect(body).toMatchObject({ state: 'submitted' });
  return { id: String(body['id']), digest: String(body['digest']) };
}

/** The batch, once the worker has done with it. */
async function settled(batch: string): Promise<Answer['body']> {
  const { signal, issuing } = { signal: AbortSignal.timeout(60_000), issuing: bridge.service.issuing };
  for await (const { state } of issuing.watch(issuer, batch, signal)) if (state !== 'issuing') break;
  return (await send('operator', base(batch))).body;
}

const wake = (batch: string): Promise<unknown> =>
  superuser.query('SELECT pg_notify($1, $3), pg_notify($2, $3)', [
    'certbridge_batches',
    'certbridge_progress',
    batch,
  ]);

describe('an approver', () => {
  it('sees the rows, their pages and what differs from the last version, and approves what was seen', async () => {
    const cells = permits.cells();
    const first = await submit('operator', cells);
    const { body } = await send('approver', `${base(first.id)}/rows`);
    expect(body).toMatchObject({ rows: [{ line: 2, hasPhoto: false, before: null }], next: null });
    const [row] = body['rows'] as { fields: Record<string, string> }[];
    expect(Object.values(row!.fields)).toContain(cells[4]);
    const page = await send('approver', `${base(first.id)}/rows/2/page`);
    expect(page.text).toMatch(/^<svg /);
    expect((await send('approver', `${base(first.id)}/rows/3/page`)).status).toBe(404);
    expect((await send('clerk', `${base(first.id)}/rows`)).status).toBe(403);

    const decision = `${base(first.id)}/decision`;
    expect((await send('approver', decision, { json: { approve: true } })).status).toBe(400);
    const other = { approve: true, digest: '00'.repeat(32) };
    expect((await send('approver', decision, { json: other })).body).toMatchObject({ code: 'BATCH_CHANGED' });
    const { digest } = first;
    expect((await send('approver', decision, { json: { approve: true, digest } })).status).toBe(200);
    expect(await settled(first.id)).toMatchObject({ state: 'issued', issued: 1 });
    const [certificate] = await bridge.service.issuing.certificates({ issuer, batch: first.id });

    const fields = { ...row!.fields };
    const [key] = Object.entries(fields).find(([, value]) => value === cells[6])!;
    fields[key] = '浙江省示例市示范区新居路1号';
    const renewal = `/api/v1/issuers/${issuer}/certificates/${certificate!.certId}/renewal`;
    const json = { fields, validFrom: certificate!.validFrom, validUntil: certificate!.validUntil };
    const renewed = await send('operator', renewal, { json });
    expect(renewed.status, renewed.text).toBe(202);
    const rows = await send('approver', `${base(String(renewed.body['id']))}/rows`);
    expect(rows.body).toMatchObject({
      rows: [{ before: { certId: certificate!.certId, changed: [key] } }],
    });
  });

  it('gives a batch back with a reason, which the operator reads', async () => {
    const { id } = await submit();
    expect((await send('approver', `${base(id)}/return`, { json: {} })).status).toBe(400);
    const reason = '住址与户口簿不符';
    expect((await send('approver', `${base(id)}/return`, { json: { reason } })).status).toBe(200);
    expect((await send('operator', base(id))).body).toMatchObject({
      state: 'returned',
      returnReason: reason,
    });
    const { rows } = await superuser.query<{ all: string }>(
      'SELECT b::text AS all FROM batches b WHERE id = $1',
      [id],
    );
    expect(rows[0]?.all).not.toContain(Buffer.from(reason).toString('hex'));
    await send('operator', `${base(id)}/withdrawal`, { json: {} });
  });

  it('is not the submitter under another account', async () => {
    const { people, sessions } = bridge.service;
    const account = async (name: string, roles: string[]): Promise<string> => {
      const claims = { roles, issuers: '*', types: '*', employee_number: '33-0017' };
      const { id } = await people.identify({ issuer: `urn:${name}`, subject: name, claims });
      return (await sessions.begin({ person: id }, { via: 'browser', authenticatedAt: new Date() })).token;
    };
    const one = await account('smart-card', ['operator', 'approver']);
    const other = await account('password', ['operator', 'approver']);
    const { id, digest } = await submit(one);
    const decision = { json: { approve: true, digest } };
    expect((await send(other, `${base(id)}/decision`, decision)).body).toMatchObject({
      code: 'APPROVER_IS_SUBMITTER',
    });
    await send('operator', `${base(id)}/withdrawal`, { json: {} });
  });
});

describe('whoever writes into the database', () => {
  it.each([
    ['that it is approved', 'NULL'],
    [
      'that it is approved, with the authorisation of another batch',
      `(SELECT authorisation FROM batches WHERE state = 'issued' LIMIT 1)`,
    ],
  ])('%s, has nothing issued', async (_, authorisation) => {
    const other = await submit();
    const decision = { json: { approve: true, digest: other.digest } };
    await send('approver', `${base(other.id)}/decision`, decision);
    expect(await settled(other.id)).toMatchObject({ state: 'issued' });
    const { id } = await submit();
    const { rows: written } = await superuser.query<{ length: number | null }>(
      `UPDATE batches SET state = 'issuing', approved_by = 'nobody', authorisation = ${authorisation}
       WHERE id = $1 RETURNING length(authorisation) AS length`,
      [id],
    );
    expect(written).toEqual([{ length: authorisation === 'NULL' ? null : 32 }]);
    await wake(id);
    expect(await settled(id)).toMatchObject({ state: 'refused', refusal: 'NOT_APPROVED', issued: 0 });
    const { rows } = await superuser.query<{ act: string }>(
      'SELECT act FROM audit_records WHERE batch = $1 ORDER BY id DESC LIMIT 1',
      [id],
    );
    expect(rows).toEqual([{ act: 'batch.unapproved' }]);
  });

  it('an earlier state of a row into an approved batch, has nothing issued of it', async () => {
    const path = `/api/v1/issuers/${issuer}/batches?type=residence-permit&until=checked`;
    const cells = permits.cells();
    const id = String((await send('operator', path, { file: permits.file(cells) })).body['id']);
    await superuser.query('CREATE TABLE earlier AS SELECT * FROM applications WHERE batch = $1', [id]);
    const type = bridge.service.types.newest('residence-permit');
    const json = permits.application(type, cells.with(6, '浙江省示例市示范区新居路2号'));
    const mended = await send('operator', `${base(id)}/rows/2`, { method: 'PUT', json });
    expect(mended.status, mended.text).toBe(200);
    const { digest } = (await send('operator', `${base(id)}/submission`, { json: {} })).body;
    await superuser.transaction(async (tx) => {
      // The worker passes over what is locked.
      await tx.query('SELECT FROM applications WHERE batch = $1 FOR UPDATE', [id]);
      const decision = { json: { approve: true, digest } };
      expect((await send('approver', `${base(id)}/decision`, decision)).status).toBe(200);
      await tx.query(
        `UPDATE applications a SET fields = e.fields, digest = e.digest FROM earlier e
         WHERE a.batch = e.batch AND a.line = e.line`,
      );
    });
    await wake(id);
    // Refused as a row or as a batch: by when the worker had read what was approved.
    expect(await settled(id)).toMatchObject({ issued: 0 });
    expect(await bridge.service.issuing.certificates({ issuer, batch: id })).toEqual([]);
  });

  it('that one person may issue alone, changes nothing', async () => {
    await superuser.query('UPDATE issuers SET four_eyes = false WHERE code = $1', [issuer]);
    const first = await submit();
    await send('operator', `${base(first.id)}/withdrawal`, { json: {} });
    // Nor does a change of the issuer take it over as the rule.
    expect((await save({ fourEyes: undefined })).body).toMatchObject({ fourEyes: true });
    await superuser.query('UPDATE issuers SET four_eyes = false WHERE code = $1', [issuer]);
    expect((await save({ fourEyes: false })).status).toBe(202);
    await superuser.query('DELETE FROM rule_changes WHERE issuer = $1', [issuer]);
    const second = await submit();
    await send('operator', `${base(second.id)}/withdrawal`, { json: {} });
    await superuser.query('UPDATE issuers SET four_eyes = true WHERE code = $1', [issuer]);
  });
});

describe('whoever writes into the database who somebody is', () => {
  const path = '/api/v1/session';
  const personOf = (role: string): string =>
    bridge.accounts.find((account) => account.role === role)?.person ?? '';
  const identity = (subject: string): { issuer: string; subject: string; claims: object } => ({
    issuer: 'urn:hall',
    subject,
    claims: { roles: ['operator'], issuers: '*', types: '*' },
  });
  async function signedIn(subject: string): Promise<{ person: string; token: string }> {
    const { people, sessions } = bridge.service;
    const { id: person } = await people.identify(identity(subject) as never);
    const begun = { via: 'browser', authenticatedAt: new Date() } as const;
    return { person, token: (await sessions.begin({ person }, begun)).token };
  }

  it.each([
    ['whose a session is', `person = $2`],
    ['that a session lasts', `ends_at = ends_at + interval '1 year', person = coalesce(person, $2)`],
    [
      'that one signed in just now',
      `authenticated_at = now() + interval '1 hour', person = coalesce(person, $2)`,
    ],
  ])('%s, ends it', async (_, set) => {
    const { person, token } = await signedIn('session');
    expect((await send(token, path)).status).toBe(200);
    await superuser.query(`UPDATE sessions SET ${set} WHERE person = $1`, [person, personOf('approver')]);
    expect((await send(token, path)).status).toBe(401);
  });

  it('whose an account is, changes nothing', async () => {
    const { person } = await signedIn('account');
    await superuser.query('UPDATE accounts SET person = $2 WHERE person = $1', [
      person,
      personOf('approver'),
    ]);
    const { people } = bridge.service;
    const now = await people.identify(identity('account') as never);
    expect(now).toMatchObject({ roles: ['operator'] });
    expect(now.id).toBe(person);
    await superuser.query('DELETE FROM accounts WHERE person = $1', [person]);
    expect((await people.identify(identity('account') as never)).id).toBe(person);
  });

  it.each([
    ['roles', `roles = '{operator,approver,administrator}'`],
    ['scope', `types = '{}'`],
  ])('and what %s a person has, takes all access until two administrators give it anew', async (_, set) => {
    const { person, token } = await signedIn(`person ${set}`);
    await superuser.query(`UPDATE people SET ${set} WHERE id = $1`, [person]);
    const list = `/api/v1/issuers/${issuer}/batches`;
    expect((await send(token, list)).status).toBe(403);
    const json = { roles: ['operator'], issuers: '*', types: '*' };
    const asked = await send('administrator', `/api/v1/people/${person}/access-changes`, { json });
    const decision = `/api/v1/access-changes/${String(asked.body['id'])}/decision`;
    const approved = await send(await secondAdministrator(bridge), decision, { json: { approve: true } });
    expect(approved.status).toBe(200);
    expect((await send(token, list)).status).toBe(200);
  });
});

/** Statements that name somebody else as who asked, so that the one who did would be the second person. */
describe('whoever writes into the database who asked', () => {
  const unproved = { status: 409, body: { code: 'SUBMITTER_UNPROVED' } };

  it('for a batch, cannot approve it', async () => {
    const { people, sessions } = bridge.service;
    const claims = { roles: ['operator', 'approver'], issuers: '*', types: '*' };
    const { id: person } = await people.identify({ issuer: 'urn:both', subject: 'both', claims });
    const begun = { via: 'browser', authenticatedAt: new Date() } as const;
    const { token } = await sessions.begin({ person }, begun);
    const { id, digest } = await submit(token);
    await superuser.query(`UPDATE batches SET submitted_by = 'nobody' WHERE id = $1`, [id]);
    const decision = { json: { approve: true, digest } };
    expect(await send(token, `${base(id)}/decision`, decision)).toMatchObject(unproved);
    expect(await send('approver', `${base(id)}/decision`, decision)).toMatchObject(unproved);
    expect((await send('operator', base(id))).body).toMatchObject({ state: 'submitted', issued: 0 });
    await send('operator', `${base(id)}/withdrawal`, { json: {} });
  });

  it('for access, or what access, cannot grant it', async () => {
    const clerk = bridge.accounts.find(({ role }) => role === 'clerk')?.person ?? '';
    const access = { roles: ['clerk'], issuers: '*', types: '*' };
    for (const set of [`proposed_by = 'nobody'`, `roles = '{clerk,approver}'`]) {
      const asked = await send('administrator', `/api/v1/people/${clerk}/access-changes`, { json: access });
      const id = String(asked.body['id']);
      await superuser.query(`UPDATE access_changes SET ${set} WHERE id = $1`, [id]);
      const decision = `/api/v1/access-changes/${id}/decision`;
      const second = await secondAdministrator(bridge);
      expect(await send(second, decision, { json: { approve: true } })).toMatchObject(unproved);
      expect((await send(second, decision, { json: { approve: false } })).status).toBe(200);
    }
  });

  it('for the change of a key, cannot have it carried out, approved or not', async () => {
    const rotation = `/api/v1/issuers/${issuer}/key-rotations`;
    const ask = async (): Promise<string> =>
      String((await send('administrator', rotation, { json: { use: 'certificate' } })).body['id']);
    const change = (id: string): string => `/api/v1/issuers/${issuer}/key-changes/${id}`;
    const decided = await ask();
    await superuser.query(`UPDATE key_changes SET proposed_by = 'nobody' WHERE id = $1`, [decided]);
    const json = { approve: true };
    expect(await send('administrator', `${change(decided)}/decision`, { json })).toMatchObject(unproved);
    const { rows } = await superuser.query('SELECT document_kid, qr_kid FROM issuers WHERE code = $1', [
      issuer,
    ]);
    await superuser.query(`UPDATE key_changes SET approved = true, decided_by = 'somebody' WHERE id = $1`, [
      decided,
    ]);
    await superuser.query(`SELECT pg_notify('certbridge_keys', $1)`, [issuer]);
    await expect
      .poll(async () => (await send('administrator', change(decided))).body, { timeout: 30_000 })
      .toMatchObject({ state: 'approved', trouble: 'KEY_CHANGE_UNPROVED' });
    const after = await superuser.query('SELECT document_kid, qr_kid FROM issuers WHERE code = $1', [issuer]);
    expect(after.rows).toEqual(rows);
    await superuser.query('DELETE FROM key_changes WHERE id = $1', [decided]);
  });

  it('for the end of an issuer, cannot end it', async () => {
    const open = await send('operator', `/api/v1/issuers/${issuer}/batches?state=submitted`);
    for (const { id } of open.body['batches'] as Sent[]) {
      await send('operator', `${base(id)}/withdrawal`, { json: {} });
    }
    const ending = `/api/v1/issuers/${issuer}/ending`;
    expect((await send('administrator', ending, { json: { as: 'retired' } })).status).toBe(200);
    await superuser.query(`UPDATE issuers SET ending_by = 'nobody' WHERE code = $1`, [issuer]);
    const decision = `${ending}/decision`;
    expect(await send('administrator', decision, { json: { approve: true } })).toMatchObject(unproved);
    expect((await send('administrator', decision, { json: { approve: false } })).status).toBe(200);
  });

  it('for a status, or that nobody need approve it, cannot change it', async () => {
    const { id: batch, digest } = await submit();
    await send('approver', `${base(batch)}/decision`, { json: { approve: true, digest } });
    await settled(batch);
    const [certificate] = await bridge.service.issuing.certificates({ issuer, batch });
    const status = `/api/v1/issuers/${issuer}/certificates/${certificate!.certId}/status`;
    const json = { state: 'revoked', reason: 'data-error' };
    await superuser.query('UPDATE issuers SET four_eyes = false WHERE code = $1', [issuer]);
    const { body } = await send('operator', status, { json });
    await superuser.query('UPDATE issuers SET four_eyes = true WHERE code = $1', [issuer]);
    expect(body).toMatchObject({ decision: 'proposed' });
    for (const set of [`submitted_by = 'nobody'`, `reason = 'moved'`]) {
      await superuser.query(`UPDATE status_changes SET ${set} WHERE id = $1`, [body['id']]);
      const decision = `/api/v1/issuers/${issuer}/status-changes/${String(body['id'])}/decision`;
      expect(await send('approver', decision, { json: { approve: true } })).toMatchObject(unproved);
    }
  });
});

describe('an answer says what whoever asks may do now', () => {
  /** Somebody new in these roles. */
  async function somebodyAs(...roles: readonly string[]): Promise<string> {
    const { people, sessions } = bridge.service;
    const claims = { roles, issuers: '*', types: '*' };
    const { id: person } = await people.identify({ issuer: 'urn:may', subject: crypto.randomUUID(), claims });
    return (await sessions.begin({ person }, { via: 'browser', authenticatedAt: new Date() })).token;
  }
  const both = (): Promise<string> => somebodyAs('operator', 'approver');

  it('to a batch, by role, state and four eyes', async () => {
    const one = await both();
    const { id, digest } = await submit(one);
    const may = async (who: string): Promise<unknown> => (await send(who, base(id))).body['may'];
    expect(await may('operator')).toEqual(['withdrawBatch']);
    expect(await may('approver')).toEqual(['returnBatch', 'decideBatch']);
    expect(await may('administrator')).toEqual([]);
    expect(await may(one)).toEqual(['withdrawBatch', 'returnBatch']);
    expect(await may(await both())).toEqual(['withdrawBatch', 'returnBatch', 'decideBatch']);
    await send('approver', `${base(id)}/return`, { json: { reason: '请核对住址' } });
    expect(await may('operator')).toEqual(['submitCheckedBatch', 'mendRow', 'withdrawBatch']);
    expect(await may('approver')).toEqual([]);
    await send('operator', `${base(id)}/submission`, { json: {} });
    const decided = await send('approver', `${base(id)}/decision`, { json: { approve: true, digest } });
    expect(decided.body['may']).toEqual([]);
    await settled(id);
    for (const who of [one, 'operator', 'approver']) expect(await may(who)).toEqual([]);
  });

  it('to the change of a status', async () => {
    const { id: batch, digest } = await submit();
    await send('approver', `${base(batch)}/decision`, { json: { approve: true, digest } });
    await settled(batch);
    const [certificate] = await bridge.service.issuing.certificates({ issuer, batch });
    const one = await both();
    const json = { state: 'suspended', reason: 'under-review' };
    const asked = await send(one, `/api/v1/issuers/${issuer}/certificates/${certificate!.certId}/status`, {
      json,
    });
    expect(asked.body).toMatchObject({ decision: 'proposed', may: [] });
    const waiting = async (who: string): Promise<unknown> => {
      const { body } = await send(who, `/api/v1/issuers/${issuer}/status-changes`);
      return (body['changes'] as { id: string; may: string[] }[]).find(({ id }) => id === asked.body['id'])
        ?.may;
    };
    expect(await waiting(one)).toEqual([]);
    expect(await waiting('operator')).toEqual([]);
    expect(await waiting('approver')).toEqual(['decideChange']);
  });

  it('to a certificate, by role and state', async () => {
    const { id: batch, digest } = await submit();
    await send('approver', `${base(batch)}/decision`, { json: { approve: true, digest } });
    await settled(batch);
    const [made] = await bridge.service.issuing.certificates({ issuer, batch });
    const path = `/api/v1/issuers/${issuer}/certificates/${made!.certId}`;
    const may = async (who: string): Promise<unknown> => {
      const { may: alone } = (await send(who, path)).body;
      const list = await send(who, `/api/v1/issuers/${issuer}/certificates?batch=${batch}`);
      expect(list.body).toMatchObject({ certificates: [{ may: alone }] });
      return alone;
    };
    const decide = async (state: string, reason: string): Promise<void> => {
      const { body } = await send('operator', `${path}/status`, { json: { state, reason } });
      const decision = `/api/v1/issuers/${issuer}/status-changes/${String(body['id'])}/decision`;
      expect((await send('approver', decision, { json: { approve: true } })).status).toBe(200);
    };
    expect(await may('operator')).toEqual(['changeStatus', 'renewCertificate', 'copyCertificate']);
    for (const who of ['approver', 'administrator']) expect(await may(who)).toEqual([]);
    await decide('suspended', 'under-review');
    expect(await may('operator')).toEqual(['changeStatus', 'renewCertificate']);
    await decide('revoked', 'data-error');
    expect(await may('operator')).toEqual([]);
  });

  it('to a change of access or of a key', async () => {
    const clerk = bridge.accounts.find(({ role }) => role === 'clerk')?.person ?? '';
    const access = { roles: ['clerk', 'network-administrator'], issuers: '*', types: '*' };
    const second = await secondAdministrator(bridge);
    const network = await somebodyAs('administrator', 'network-administrator');
    const asked = await send(network, `/api/v1/people/${clerk}/access-changes`, { json: access });
    expect(asked.body).toMatchObject({ may: [] });
    const mayDecide = async (who: string): Promise<unknown> => {
      const { body } = await send(who, '/api/v1/access-changes');
      return (body['changes'] as { id: string; may: string[] }[]).find(({ id }) => id === asked.body['id'])
        ?.may;
    };
    // What one does not have oneself, one does not grant.
    expect(await mayDecide(second)).toEqual([]);
    expect(await mayDecide(await somebodyAs('administrator', 'network-administrator'))).toEqual([
      'decideAccessChange',
    ]);
    const key = await send('administrator', `/api/v1/issuers/${issuer}/key-rotations`, {
      json: { use: 'credential' },
    });
    expect(key.body).toMatchObject({ state: 'proposed', may: [] });
    const path = `/api/v1/issuers/${issuer}/key-changes/${String(key.body['id'])}`;
    expect((await send(second, path)).body).toMatchObject({ may: ['decideKeyChange'] });
    expect((await send('auditor', path)).body).toMatchObject({ may: [] });
    await send(second, `${path}/decision`, { json: { approve: false } });
  });
});

describe('the rule', () => {
  it('stays as it is where a change of the issuer leaves it out', async () => {
    const renamed = await save({ fourEyes: undefined });
    expect(renamed.status).toBe(200);
    expect(renamed.body).toMatchObject({ fourEyes: true });
  });

  it('is loosened by two administrators', async () => {
    const asked = await save({ fourEyes: false });
    expect(asked.status).toBe(202);
    expect(asked.body).toMatchObject({ fourEyes: true });
    const list = `/api/v1/issuers/${issuer}/rule-changes`;
    const { changes } = (await send('administrator', list)).body as { changes: { id: string }[] };
    expect(changes).toHaveLength(1);
    const decision = `${list}/${changes[0]!.id}/decision`;
    expect(changes).toMatchObject([{ may: [] }]);
    const forSecond = await send(await secondAdministrator(bridge), list);
    expect(forSecond.body).toMatchObject({ changes: [{ may: ['decideRuleChange'] }] });
    const json = { approve: true };
    expect((await send('administrator', decision, { json })).body).toMatchObject({
      code: 'APPROVER_IS_SUBMITTER',
    });
    const second = await secondAdministrator(bridge);
    const by = async (proposer: unknown): Promise<unknown> =>
      superuser.query('UPDATE rule_changes SET proposed_by = $2 WHERE id = $1', [changes[0]!.id, proposer]);
    const { proposedBy } = changes[0] as unknown as { proposedBy: string };
    await by('nobody');
    expect((await send('administrator', decision, { json })).body).toMatchObject({
      code: 'SUBMITTER_UNPROVED',
    });
    await by(proposedBy);
    expect((await send(second, decision, { json })).body).toMatchObject({ fourEyes: false });
    expect((await send(second, decision, { json })).status).toBe(404);
    const path = `/api/v1/issuers/${issuer}/batches?type=residence-permit`;
    const { body } = await send('operator', path, { file: permits.file() });
    expect(await settled(String(body['id']))).toMatchObject({ state: 'issued', issued: 1 });
  });
});
