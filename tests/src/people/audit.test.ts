import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@certbridge/service/platform/database';
import { readSettings } from '@certbridge/service/platform/settings';
import { deleteWhatIsOver } from '@certbridge/service/people/retention';
import { retainedData, startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_RESIDENTS } from '@certbridge/service/people/samples';
import { Permits } from './permits.js';
import { secondAdministrator } from './second-administrator.js';
import { secondClerk } from './second-clerk.js';
import { drawnSignature } from '../documents/drawn-signature.js';
import { filesWith, keepLog, unzipped } from './written.js';
import { HELPER, RESIDENT, residentActs } from '../residents/acts.js';
import type { Call } from '../residents/acts.js';
import { Phone } from '../residents/phone.js';
import { startDepartmentAuthority } from '../key-sources/department-authority.js';
import type { DepartmentAuthority } from '../key-sources/department-authority.js';
import { usccOf } from '../samples/numbers.js';
import { Hall } from '../windows/hall.js';
import {
  browserWindowSigner,
  createBrowserWindowKey,
  proveWindowKey,
  trustAnchorId,
} from '@certbridge/verifier-sdk';
import { dateAt } from '@certbridge/verifier-sdk/formats';

let folder = '';
let bridge: CertBridge;
/** The issuer of residence permits, its certificates, and one that there is. */
let office = '';
let permits: Permits;
let certificate = '';
let csv: string[] = [];
/** Requests that the service works on at once. */
const CONCURRENCY = 8;
/** Lines of the log, headers of answers, and what refusals say. */
const said: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-audit-'));
  // Temporary files of the service, too, are looked at in the end.
  process.env['TMPDIR'] = join(folder, 'temporary');
  await mkdir(process.env['TMPDIR']);
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'trace',
    CERTBRIDGE_CONCURRENCY: String(CONCURRENCY),
  });
  bridge = await startCertBridge({ settings, seed: 'certificates', throwAway: true });
  keepLog(bridge.service.log, said);
  const { database, types } = bridge.service;
  const { rows } = await database.query<{ issuer: string; id: string }>(
    `SELECT issuer, encode(cert_id, 'hex') AS id FROM certificates WHERE type = $1 ORDER BY line LIMIT 1`,
    [types.newest('residence-permit').code],
  );
  [office, certificate] = [rows[0]!.issuer, rows[0]!.id];
  permits = await Permits.open();
  const file = new URL('../../../service/first-certificates/residence-permit.csv', import.meta.url);
  csv = (await readFile(file, 'utf8')).trim().split('\n');
});
let department: Promise<DepartmentAuthority> | undefined;
const authority = (): Promise<DepartmentAuthority> =>
  (department ??= startDepartmentAuthority(join(folder, 'department')));

afterAll(async () => {
  await (await department)?.close();
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly request: string;
  readonly body: Record<string, unknown>;
}

interface Sent {
  readonly method?: string;
  readonly json?: unknown;
  readonly csv?: string;
  readonly token?: string;
  readonly purpose?: string;
}

async function send(role: string, path: string, sent: Sent = {}): Promise<Answer> {
  const { method, json, csv: file, purpose } = sent;
  const content = file ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(`${bridge.url}${path.replace('{permits}', `/api/v1/issuers/${office}`)}`, {
    method: method ?? (content === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${sent.token ?? (await bridge.token(role))}`,
      ...(content !== undefined && { 'content-type': file === undefined ? 'application/json' : 'text/csv' }),
      ...(purpose !== undefined && { 'certbridge-purpose': encodeURIComponent(purpose) }),
    },
    ...(content !== undefined && { body: content }),
  });
  const text = await response.text();
  said.push(JSON.stringify([...response.headers]), response.ok ? '' : text);
  const isJson = /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, request: response.headers.get('x-request-id') ?? '', body };
}

/** The path of an issuer that has issued nothing. */
async function freshIssuer(organisation: string, fourEyes: boolean): Promise<string> {
  const path = `/api/v1/issuers/${usccOf('11330199', organisation)}`;
  const json = { name: '示例市新局', mspId: 'ZhejiangMSP', types: ['residence-permit'], fourEyes };
  await send('administrator', path, { method: 'PUT', json });
  return path;
}

interface Recorded {
  readonly act: string;
  readonly actor: string;
  readonly roles: string[];
  readonly subject: string | null;
  readonly details: Buffer;
}

async function recordsOf(request: string): Promise<Recorded[]> {
  const { rows } = await bridge.service.database.query<Recorded & Record<string, unknown>>(
    'SELECT act, actor, roles, subject, details FROM audit_records WHERE request = $1',
    [request],
  );
  return rows;
}

const person = (role: string): string => bridge.accounts.find((one) => one.role === role)?.person ?? '';

const file = (...rows: readonly (readonly string[])[]): string => permits.file(...rows);

async function batch(until: 'checked' | 'submitted', content = file()): Promise<string> {
  const path = `{permits}/batches?type=residence-permit&until=${until}`;
  const { body } = await send('operator', path, { csv: content });
  return String(body['id']);
}

/** Where a file is that has arrived (tus 1.0.0). */
async function arrived(content: string): Promise<string> {
  const tus = { authorization: `Bearer ${await bridge.token('operator')}`, 'tus-resumable': '1.0.0' };
  const bytes = Buffer.from(content);
  const begun = await fetch(`${bridge.url}/api/v1/issuers/${office}/uploads`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length) },
  });
  const path = begun.headers.get('location') ?? '';
  const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  await fetch(bridge.url + path, { method: 'PATCH', headers, body: bytes });
  return path;
}

const application = (): Record<string, unknown> =>
  permits.application(bridge.service.types.newest('residence-permit'));

/** A certificate of somebody new. */
async function issued(): Promise<{ readonly id: string; readonly application: Record<string, unknown> }> {
  const json = application();
  const { body } = await send('operator', '{permits}/certificates', {
    json: { type: 'residence-permit', ...json },
  });
  return { id: String(body['certId']), application: json };
}

async function fourEyes(on: boolean): Promise<void> {
  await bridge.service.database.query('UPDATE issuers SET four_eyes = $2 WHERE code = $1', [office, on]);
}

const access = { roles: ['clerk'], issuers: '*', types: '*' };
const of = (id: string): string => `{permits}/certificates/${id}`;

const HALL = usccOf('11330199', '00000009');
const CASE = { method: 'PUT', json: { item: 'senior-card', holder: { name: '样例', number: '1' } } };
let hall: Promise<Hall> | undefined;
const theHall = (): Promise<Hall> => (hall ??= Hall.open(bridge, HALL));
const atHall = (role: string, path: string, sent: Sent): Promise<Answer> =>
  send(role, `/api/v1/halls/${HALL}${path}`, sent);

async function aCase(holder = CASE.json.holder): Promise<string> {
  await theHall();
  const id = crypto.randomUUID();
  await atHall('clerk', `/cases/${id}`, { ...CASE, json: { ...CASE.json, holder } });
  return id;
}

/** Of something that is no certificate. */
async function aReceipt(place: string): Promise<string> {
  const at = await theHall();
  const shown = Buffer.from('x');
  return at.receipt(await at.pair(place), await at.verify(shown, false), shown);
}

/** Each changing operation and each look, carried out once; what is written down of it. */
const ACTS: Readonly<Record<string, readonly [act: string, () => Promise<Answer>]>> = {
  saveHall: ['hall.saved', () => atHall('administrator', '', { method: 'PUT', json: { name: '样例大厅' } })],
  rotateHallKey: [
    'hall.key-rotated',
    async () => {
      await theHall();
      return atHall('administrator', '/keys', { method: 'POST' });
    },
  ],
  requestPairing: [
    'window.asked',
    async () => {
      const signer = await browserWindowSigner(await createBrowserWindowKey());
      const { code, trustAnchor } = await theHall();
      const json = { name: '1 号窗口', key: signer.publicKey, proof: await proveWindowKey(code, signer) };
      return atHall('clerk', '/windows', {
        json: { ...json, trustAnchor: await trustAnchorId(trustAnchor) },
      });
    },
  ],
  decidePairing: [
    'window.refused',
    async () => {
      const { answer } = await (await theHall()).ask('2 号窗口');
      const path = `/windows/${String(answer.body['id'])}/decision`;
      return atHall('administrator', path, { json: { approve: false } });
    },
  ],
  renewWindow: [
    'window.renewed',
    async () => {
      const { id, signer } = await (await theHall()).pair('3 号窗口');
      const proof = await proveWindowKey(HALL, signer);
      return atHall('clerk', `/windows/${id}/renewal`, { json: { proof } });
    },
  ],
  revokeWindow: [
    'window.revoked',
    async () => {
      const { id } = await (await theHall()).pair('4 号窗口');
      return atHall('administrator', `/windows/${id}/revocation`, { json: { reason: 'lost' } });
    },
  ],
  fileReceipt: [
    'receipt.filed',
    async () => atHall('clerk', '/receipts', { json: { receipt: await aReceipt('5 号窗口') } }),
  ],
  addDocuments: [
    'receipt.filed',
    async () => {
      const json = { documents: [{ receipt: await aReceipt('6 号窗口') }] };
      return atHall('clerk', `/cases/${await aCase()}/documents`, { json });
    },
  ],
  openCase: [
    'case.opened',
    async () => {
      await theHall();
      return atHall('clerk', `/cases/${crypto.randomUUID()}`, CASE);
    },
  ],
  closeCase: [
    'case.closed',
    async () => atHall('clerk', `/cases/${await aCase()}/closing`, { json: { as: 'withdrawn' } }),
  ],
  settleMaterial: [
    'material.settled',
    async () => atHall('clerk', `/cases/${await aCase()}/materials/identity`, { json: { as: 'paper' } }),
  ],
  makeCommitment: [
    'commitment.made',
    async () => {
      const due = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
      const path = `/cases/${await aCase()}/materials/residence/commitment`;
      return atHall('clerk', path, { json: { kind: 'declared', due, reason: '样例' } });
    },
  ],
  issueCertificate: [
    'certificate.applied-for',
    () =>
      send('operator', '{permits}/certificates', { json: { type: 'residence-permit', ...application() } }),
  ],
  renewCertificate: [
    'certificate.renewal-applied-for',
    async () => {
      const { id, application: json } = await issued();
      return send('operator', `${of(id)}/renewal`, { json });
    },
  ],
  copyCertificate: [
    'certificate.copy-applied-for',
    async () => {
      const { id } = await issued();
      const validUntil = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
      const json = { purpose: '办理公积金提取', user: '示例银行', validUntil };
      return send('operator', `${of(id)}/copies`, { json });
    },
  ],
  findCertificates: [
    'holder.searched',
    () => send('operator', '{permits}/certificate-search', { json: { holderNumber: csv[1]!.split(',')[4] } }),
  ],
  getFields: ['fields.seen', () => send('operator', `${of(certificate)}/fields`)],
  getDocument: ['document.seen', () => send('operator', `${of(certificate)}/document`)],
  getPicture: ['picture.seen', () => send('operator', `${of(certificate)}/picture?as=svg`)],
  submitBatch: [
    'batch.received',
    () => send('operator', '{permits}/batches?type=residence-permit', { csv: file() }),
  ],
  submitUpload: [
    'batch.received',
    async () => {
      const json = { type: 'residence-permit' };
      return send('operator', `${await arrived(file())}/batch`, { json });
    },
  ],
  listProblems: [
    'problems.seen',
    async () => send('operator', `{permits}/batches/${await batch('checked')}/problems`),
  ],
  listRows: ['rows.seen', async () => send('approver', `{permits}/batches/${await batch('checked')}/rows`)],
  getRowPage: [
    'row.seen',
    async () => send('approver', `{permits}/batches/${await batch('checked')}/rows/2/page`),
  ],
  listNotes: [
    'notes.seen',
    async () => send('operator', `{permits}/batches/${await batch('checked')}/notes`),
  ],
  getRejected: [
    'rejected-rows.seen',
    async () => {
      const id = await batch('checked', file(permits.cells(), permits.cells().with(2, '')));
      return send('operator', `{permits}/batches/${id}/rejected`);
    },
  ],
  getDocuments: [
    'documents.seen',
    async () => send('operator', `{permits}/batches/${await batch('submitted')}/documents`),
  ],
  mendRow: [
    'row.mended',
    async () => {
      const id = await batch('checked');
      return send('operator', `{permits}/batches/${id}/rows/2`, { method: 'PUT', json: application() });
    },
  ],
  submitCheckedBatch: [
    'batch.submitted',
    async () => send('operator', `{permits}/batches/${await batch('checked')}/submission`, { json: {} }),
  ],
  withdrawBatch: [
    'batch.withdrawn',
    async () => send('operator', `{permits}/batches/${await batch('checked')}/withdrawal`, { json: {} }),
  ],
  returnBatch: [
    'batch.returned',
    async () => {
      await fourEyes(true);
      const id = await batch('submitted');
      await fourEyes(false);
      return send('approver', `{permits}/batches/${id}/return`, { json: { reason: '住址有误' } });
    },
  ],
  decideBatch: [
    'batch.approved',
    async () => {
      await fourEyes(true);
      const id = await batch('submitted');
      await fourEyes(false);
      const { digest } = (await send('approver', `{permits}/batches/${id}`)).body;
      return send('approver', `{permits}/batches/${id}/decision`, { json: { approve: true, digest } });
    },
  ],
  changeStatus: [
    'status.changed',
    async () => {
      const { id } = await issued();
      return send('operator', `${of(id)}/status`, { json: { state: 'suspended', reason: 'under-review' } });
    },
  ],
  decideChange: [
    'status.rejected',
    async () => {
      const { id } = await issued();
      await fourEyes(true);
      const json = { state: 'suspended', reason: 'under-review' };
      const path = `${of(id)}/status`;
      const proposed = await send('operator', path, { json });
      await fourEyes(false);
      const change = `{permits}/status-changes/${String(proposed.body['id'])}/decision`;
      return send('approver', change, { json: { approve: false } });
    },
  ],
  saveIssuer: [
    'issuer.saved',
    async () => {
      const { body } = await send('administrator', '{permits}');
      const { name, mspId, authorities, types, fourEyes: rule } = body;
      const json = { name, mspId, authorities, types, fourEyes: rule };
      return send('administrator', '{permits}', { method: 'PUT', json });
    },
  ],
  endIssuer: [
    'issuer.ended',
    async () => {
      const path = await freshIssuer('00002001', false);
      return send('administrator', `${path}/ending`, { json: { as: 'withdrawn' } });
    },
  ],
  decideIssuerEnding: [
    'issuer.ended',
    async () => {
      const path = await freshIssuer('00002002', true);
      await send('administrator', `${path}/ending`, { json: { as: 'withdrawn' } });
      const decision = { json: { approve: true }, token: await secondAdministrator(bridge) };
      return send('administrator', `${path}/ending/decision`, decision);
    },
  ],
  decideRuleChange: [
    'rule.loosened',
    async () => {
      const { body } = await send('administrator', '{permits}');
      const { name, mspId, authorities, types } = body;
      const json = { name, mspId, authorities, types };
      const save = (on: boolean): Promise<Answer> =>
        send('administrator', '{permits}', { method: 'PUT', json: { ...json, fourEyes: on } });
      await save(true);
      await save(false);
      const { changes } = (await send('administrator', '{permits}/rule-changes')).body;
      const [change] = changes as { id: string }[];
      const decision = `{permits}/rule-changes/${change?.id ?? ''}/decision`;
      return send('administrator', decision, {
        json: { approve: true },
        token: await secondAdministrator(bridge),
      });
    },
  ],
  approveType: [
    'type.approved',
    () => send('network-administrator', '/api/v1/types/residence-permit/approval', { method: 'POST' }),
  ],
  rotateKey: [
    'key.rotation-asked',
    () => send('administrator', '{permits}/key-rotations', { json: { use: 'credential' } }),
  ],
  revokeKey: [
    'key.revocation-asked',
    async () => {
      const { body } = await send('administrator', '{permits}/key-requests', { json: { use: 'credential' } });
      const path = `{permits}/keys/${String(body['kid'])}/revocation`;
      return send('administrator', path, { json: { reason: 'lost' } });
    },
  ],
  decideKeyChange: [
    'key-change.rejected',
    async () => {
      await fourEyes(true);
      const { body } = await send('administrator', '{permits}/key-rotations', {
        json: { use: 'credential' },
      });
      await fourEyes(false);
      const path = `{permits}/key-changes/${String(body['id'])}/decision`;
      return send('administrator', path, { json: { approve: false } });
    },
  ],
  requestKey: [
    'key.requested',
    () => send('administrator', '{permits}/key-requests', { json: { use: 'certificate' } }),
  ],
  importCertificate: [
    'key.certified',
    async () => {
      const { body } = await send('administrator', '{permits}/key-requests', {
        json: { use: 'certificate' },
      });
      const certificates = await (await authority()).answer(String(body['request']));
      return send('administrator', '{permits}/key-certificates', { json: { certificates } });
    },
  ],
  importKey: [
    'key.imported',
    async () => {
      const { bytes, passphrase } = await (await authority()).keyFile('P-256');
      const json = { use: 'certificate', file: bytes.toString('base64'), passphrase };
      return send('administrator', '{permits}/key-files', { json });
    },
  ],
  reissueCertificates: [
    'reissue.applied-for',
    async () => {
      const { id } = await issued();
      const { database } = bridge.service;
      const { rows } = await database.query<{ kid: string }>(
        'SELECT keys[1] AS kid FROM certificates WHERE cert_id = $1',
        [Buffer.from(id, 'hex')],
      );
      const json = { type: 'residence-permit', kid: rows[0]?.kid };
      return send('operator', '{permits}/reissues', { json });
    },
  ],
  forgetHolder: [
    'holder.forgotten',
    () =>
      send('administrator', '{permits}/holders/deletion', { json: { holderNumber: csv[2]!.split(',')[4] } }),
  ],
  exportHolder: [
    'holder.exported',
    () => {
      const json = { holderNumber: csv[1]!.split(',')[4] };
      return send('administrator', '{permits}/holders/export', { json, purpose: '回复查阅申请' });
    },
  ],
  searchAudit: ['audit.searched', () => send('auditor', '/api/v1/audit/records')],
  searchAuditOfHolder: [
    'audit.searched',
    () =>
      send('auditor', '/api/v1/audit/holder-search', {
        json: { holderNumber: permits.cells()[4] },
        purpose: '回复群众查询',
      }),
  ],
  exportAudit: ['audit.exported', () => send('auditor', '/api/v1/audit/export')],
  listPeople: ['people.seen', () => send('administrator', '/api/v1/people')],
  endSession: ['session.ended', () => send('clerk', '/api/v1/session', { method: 'DELETE' })],
  endOtherSession: [
    'session.ended',
    async () => {
      await bridge.token('auditor');
      const { body } = await send('auditor', '/api/v1/sessions');
      const [, other] = body['sessions'] as { id: string }[];
      return send('auditor', `/api/v1/sessions/${other?.id ?? ''}`, { method: 'DELETE' });
    },
  ],
  endSessionsOfPerson: [
    'sessions.ended',
    () => send('administrator', `/api/v1/people/${person('clerk')}/sessions`, { method: 'DELETE' }),
  ],
  proposePersonAccess: [
    'access.proposed',
    () => send('administrator', `/api/v1/people/${person('clerk')}/access-changes`, { json: access }),
  ],
  proposeSystemAccess: [
    'access.proposed',
    () => {
      const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'one' };
      const json = { ...access, name: '人口系统', keys: { keys: [key] } };
      return send('administrator', '/api/v1/systems/population/access-changes', { json });
    },
  ],
  decideAccessChange: [
    'access.rejected',
    async () => {
      const path = `/api/v1/people/${person('auditor')}/access-changes`;
      const { body } = await send('administrator', path, { json: access });
      const decision = `/api/v1/access-changes/${String(body['id'])}/decision`;
      const token = await secondAdministrator(bridge);
      return send('administrator', decision, { json: { approve: false }, token });
    },
  ],
};

const asResident: Call<Answer> = async (method, path, json, by) => {
  const sent = { method, json };
  const address = `/api/v1${path}`;
  if (by === 'operator' || by === 'clerk') return send(by, address, sent);
  const token =
    by === 'second clerk'
      ? (await secondClerk(bridge)).token
      : await bridge.residentToken(by === 'helper' ? HELPER : RESIDENT);
  return send('', address, { ...sent, token });
};
/** What residents change, and departments of theirs. */
const RESIDENTS_ACTS = residentActs(asResident);
const OF_COLLEAGUES = [
  ...['answerCorrection', 'suspendWallet', 'endWallet'],
  ...['findAtCounter', 'printAtCounter', 'delegateAtCounter', 'witnessDelegation'],
];

/** What is neither a change nor a look, though it is sent by POST. */
const NOTHING_DONE = [
  // A file is nothing before a batch is made of it.
  'beginUpload',
  'continueUpload',
  'endUpload',
  'checkApplication',
  'previewApplication',
  'nameColleagues',
  'previewType',
  'getTimestamp',
];
/** Of nobody who is known yet; what they begin is written down as `session.begun` (sign-in.test.ts). */
const BEFORE_SIGN_IN = ['issueToken', 'beginDeviceSignIn'];

describe('the audit', () => {
  it('has an act for every operation that changes something', async () => {
    const document = (await (await fetch(`${bridge.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const changing = Object.values(document.paths).flatMap((methods) =>
      Object.entries(methods).flatMap(([method, { operationId }]) => (method === 'get' ? [] : [operationId])),
    );
    const uncovered = changing.filter(
      (id) =>
        !(id in ACTS || id in RESIDENTS_ACTS) && !NOTHING_DONE.includes(id) && !BEFORE_SIGN_IN.includes(id),
    );
    expect(uncovered).toEqual([]);
  });

  it.each(Object.keys(ACTS))('%s: exactly one record, of who did it and as what', async (id) => {
    const [act, carryOut] = ACTS[id]!;
    const answer = await carryOut();
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    const records = await recordsOf(answer.request);
    expect(records.map((one) => one.act)).toEqual([act]);
    const [record] = records;
    expect(bridge.accounts.map((one) => one.person)).toContain(record?.actor);
    expect(record?.roles).toHaveLength(1);
  });

  it.each(Object.keys(RESIDENTS_ACTS))(
    '%s: exactly one record, of which resident or clerk it was',
    async (id) => {
      const [act, carryOut] = RESIDENTS_ACTS[id]!;
      const answer = await carryOut();
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      const records = await recordsOf(answer.request);
      expect(records.map((one) => one.act)).toEqual([act]);
      const isClerks = OF_COLLEAGUES.includes(id);
      const colleagues = [...bridge.accounts.map((one) => one.person), (await secondClerk(bridge)).person];
      expect(colleagues.includes(records[0]?.actor ?? '')).toBe(isClerks);
      expect(records[0]?.subject).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('writes down what is refused, and looks at what is not theirs', async () => {
    for (const [role, path, sent] of [
      ['clerk', `${of(certificate)}/status`, { json: { state: 'revoked', reason: 'data-error' } }],
      ['clerk', `${of(certificate)}/fields`, {}],
      ['operator', '{permits}/batches?type=residence-permit', { csv: '姓名\n' }],
    ] as const) {
      const { status, request } = await send(role, path, sent);
      expect(status).toBeGreaterThanOrEqual(400);
      expect((await recordsOf(request)).map(({ act }) => act)).toEqual(['operation.refused']);
    }
  });

  it('keeps nothing of what was rolled back', async () => {
    const { database, audit } = bridge.service;
    const by = { kind: 'service', subject: 'rolled-back', roles: [] } as const;
    const actor = { ...by, address: undefined, requestId: undefined, purpose: undefined };
    await expect(
      database.transaction(async (tx) => {
        await audit.record(tx, { act: 'people.seen', by: actor });
        throw new Error('after all not');
      }),
    ).rejects.toThrow('after all not');
    const { rows } = await database.query('SELECT FROM audit_records WHERE actor = $1', ['rolled-back']);
    expect(rows).toEqual([]);
    // @ts-expect-error a record without the transaction of its change does not compile
    await audit.record(database, { act: 'people.seen', by: actor });
  });

  it('knows a person by one pseudonym, which is not their number, and keeps where from and why encrypted', async () => {
    const purpose = '核对办件材料';
    const one = await send('operator', `${of(certificate)}/fields`, { purpose });
    const two = await send('operator', `${of(certificate)}/document`, { purpose });
    const [first] = await recordsOf(one.request);
    const [second] = await recordsOf(two.request);
    expect(first?.subject).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.subject).toBe(first?.subject);
    expect(first?.details.includes(purpose)).toBe(false);
  });
});

/** A sample resident's. */
const numberOf = (name: string): string => SAMPLE_RESIDENTS.find((one) => one.name === name)!.number;

/** Somebody's number, and the departments that hold something of them. */
async function departmentsOf(name: string): Promise<{ number: string; issuers: readonly string[] }> {
  const number = numberOf(name);
  const { rows } = await bridge.service.database.query<{ issuer: string }>(
    'SELECT issuer FROM holders WHERE lookup = $1',
    [bridge.service.protection.lookup('holder-number', number)],
  );
  return { number, issuers: rows.map(({ issuer }) => issuer) };
}

interface Department extends Readonly<Record<string, unknown>> {
  readonly issuer: string;
  readonly certificates: readonly { readonly file: string; readonly fields: Record<string, unknown> }[];
}

async function exported(path: string, init: RequestInit): Promise<ReadonlyMap<string, Buffer>> {
  const answer = await fetch(`${bridge.url}${path}`, init);
  expect(answer.status).toBe(200);
  return unzipped(new Uint8Array(await answer.arrayBuffer()));
}

const indexOf = (files: ReadonlyMap<string, Buffer>): readonly Department[] =>
  (JSON.parse(String(files.get('personal-data.json'))) as { departments: Department[] }).departments;

interface ExportedCase {
  readonly materials: readonly { readonly commitment: unknown }[];
  readonly receipts: readonly { readonly file: string }[];
}

const casesIn = (files: ReadonlyMap<string, Buffer>): readonly ExportedCase[] =>
  (JSON.parse(String(files.get('personal-data.json'))) as { cases: ExportedCase[] }).cases;

async function ownData(name: string): Promise<ReadonlyMap<string, Buffer>> {
  const token = await bridge.residentToken(name);
  return exported('/api/v1/my/personal-data', { headers: { authorization: `Bearer ${token}` } });
}

/** certId of a resident's certificate that is in force and no copy. */
async function permitOf(name: string): Promise<string> {
  const token = await bridge.residentToken(name);
  const { body } = await send('operator', '/api/v1/my/certificates', { token });
  const cards = body['certificates'] as { certId: string; copy: unknown; issuer: string; inForce: boolean }[];
  return cards.find(({ copy, issuer, inForce }) => copy === null && issuer === office && inForce)!.certId;
}

/** What the acts above typed of people. */
const TYPED = [
  ...['住址少了门牌号', '请携带证明到窗口', '红米手机', '没有办过这件事', '核对办件材料', '回复群众查询'],
  ...[
    '办理公积金提取',
    '租房备案',
    '示例中介',
    '示例银行',
    '住址有误',
    '520199195201040191',
    '33019919750927115X',
  ],
];

/** After all that was done above with them. */
describe('what is held of a person', () => {
  const KINDS = [
    ...['certificates', 'applications', 'problems', 'photos', 'walletCredentials', 'delegations'],
    ...['delegationsReceived', 'corrections', 'auditRecords'],
  ];

  it('is handed out whole, to themselves and to an administrator who says why', async () => {
    const { number, issuers } = await departmentsOf(RESIDENT);
    const theirCase = await aCase({ name: RESIDENT, number });
    const due = dateAt(Date.now() + 5 * 86_400_000);
    const promise = { kind: 'declared', due, reason: '居住证正在换发' };
    const json = { ...promise, signature: drawnSignature.toString('base64') };
    await atHall('clerk', `/cases/${theirCase}/materials/residence/commitment`, { json });
    const receipt = await aReceipt('7 号窗口');
    await atHall('clerk', `/cases/${theirCase}/documents`, { json: { documents: [{ receipt }] } });
    const own = await ownData(RESIDENT);
    const [ofHall, ...others] = casesIn(own);
    expect(ofHall).toMatchObject({ hall: HALL, id: theirCase, holder: { name: RESIDENT, number } });
    expect(ofHall!.materials.flatMap(({ commitment }) => commitment ?? [])).toMatchObject([promise]);
    expect(own.get(`cases/${theirCase}/residence.png`)).toEqual(drawnSignature);
    expect(ofHall!.receipts.map(({ file }) => own.get(file)?.toString())).toEqual([receipt]);
    expect(others).toEqual([]);
    const departments = indexOf(own);
    expect(departments.map(({ issuer }) => issuer).sort()).toEqual([...issuers].sort());
    for (const department of departments) {
      expect(Object.keys(department)).toEqual(['issuer', 'issuerName', 'since', ...KINDS]);
      for (const { file: name, fields } of department.certificates) {
        expect(own.get(name)?.subarray(0, 5).toString()).toBe('%PDF-');
        expect(Object.values(fields)).toContain(number);
      }
    }
    const filled = (kind: string): boolean =>
      departments.some((one) => (one[kind] as readonly unknown[]).length > 0);
    expect(KINDS.filter((kind) => !filled(kind))).toEqual(['problems', 'photos', 'delegationsReceived']);
    const said = JSON.stringify(departments);
    for (const text of ['住址少了门牌号', '请携带证明到窗口', '红米手机', HELPER, number])
      expect(said).toContain(text);

    const { issuer } = departments[0]!;
    const path = `/api/v1/issuers/${issuer}/holders/export`;
    const { body: refused } = await send('administrator', path, { json: { holderNumber: number } });
    expect(refused['code']).toBe('PURPOSE_NEEDED');
    const asked = await exported(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await bridge.token('administrator')}`,
        'content-type': 'application/json',
        'certbridge-purpose': encodeURIComponent('回复查阅申请'),
      },
      body: JSON.stringify({ holderNumber: number }),
    });
    const [theirs] = indexOf(asked);
    const { auditRecords: _, ...without } = departments[0]!;
    expect(theirs).toMatchObject(without);
    expect(indexOf(asked)).toHaveLength(1);
    // The hall is another organisation.
    expect(casesIn(asked)).toEqual([]);
    // They see that it was done, and why.
    const { body } = await asResident('GET', '/my/looks', undefined);
    expect(body['looks']).toContainEqual(
      expect.objectContaining({ act: 'holder.exported', purpose: '回复查阅申请' }),
    );
  });

  it('stands nowhere in the clear: no log, header, refusal, figure, temporary file, database, feed', async () => {
    const { database, issuing, types } = bridge.service;
    const { rows: issuers } = await database.query<{ name: string }>('SELECT name FROM issuers');
    const notTheirs = new Set(issuers.map(({ name }) => name));
    const { rows } = await database.query<{ issuer: string; id: string; type: string }>(
      `SELECT issuer, encode(cert_id, 'hex') AS id, type FROM certificates WHERE fields IS NOT NULL`,
    );
    const held = new Set(TYPED);
    for (const { issuer, id, type } of rows) {
      const { fields } = await issuing.openCertificate(issuer, id);
      const { holderName, holderNumber } = types.newest(type);
      for (const [name, value] of Object.entries(fields)) {
        const isTheirs = [holderName, holderNumber].includes(name) || String(value).length >= 12;
        if (isTheirs && !notTheirs.has(String(value))) held.add(String(value));
      }
    }
    expect(held.size).toBeGreaterThan(40);
    const texts = [...held];
    // Refused while their data is in hand.
    for (const [path, json] of [
      ['{permits}/certificates', { type: 'residence-permit', ...application(), validFrom: texts[0] }],
      ['{permits}/holders/deletion', { holderNumber: `${csv[1]!.split(',')[4]!}?` }],
    ] as const) {
      expect((await send('administrator', path, { json })).status).toBeGreaterThanOrEqual(400);
    }
    said.push(await (await fetch(`${bridge.url}/metrics`)).text());
    const written = said.join('\n');
    expect(written).toContain('certbridge_http_requests_total');
    expect(written).toContain('"msg":"request"');
    expect(texts.filter((text) => written.includes(text))).toEqual([]);

    const [data, temporary] = [join(folder, 'data'), join(folder, 'temporary')];
    // What is not personal is found, or this would show nothing; the sample PDFs are there to be read.
    expect(filesWith(join(data, 'postgres'), [...notTheirs])).not.toEqual([]);
    const clear = [...filesWith(data, texts), ...filesWith(temporary, texts)];
    expect(clear.filter((file) => !file.startsWith(join(data, 'samples')))).toEqual([]);
  });

  it('is gone with them, whoever kept it, and what devices carry ends on the ledger', async () => {
    const { database, protection } = bridge.service;
    await RESIDENTS_ACTS['bindDelegated']![1]();
    // Whoever may act for another can be erased, too, where a department holds something else of them.
    const acting = numberOf(HELPER);
    for (const issuer of (await departmentsOf(RESIDENT)).issuers) {
      const id = crypto.randomUUID();
      await database.query(
        `INSERT INTO holders (id, issuer, lookup, wrapped_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [...[id, issuer, protection.lookup('holder-number', acting)], protection.createHolderKey(id).wrapped],
      );
      await send('administrator', `/api/v1/issuers/${issuer}/holders/deletion`, {
        json: { holderNumber: acting },
      });
    }
    const { body: left } = await asResident('GET', '/my/delegations', undefined);
    expect(left['given']).toEqual([]);
    await RESIDENTS_ACTS['bindDelegated']![1]();
    const { number, issuers } = await departmentsOf(RESIDENT);
    const helper = protection.lookup('holder-number', (await departmentsOf(HELPER)).number);
    const { rows: holders } = await database.query<{ id: string }>(
      'SELECT id FROM holders WHERE lookup = $1',
      [protection.lookup('holder-number', number)],
    );
    const { rows: live } = await database.query<{ cert_id: Buffer }>(
      `SELECT cert_id FROM wallet_credentials WHERE holder = ANY($1) AND state <> 'revoked'`,
      [holders.map(({ id }) => id)],
    );
    expect(live.length).toBeGreaterThan(0);
    for (const issuer of issuers) {
      const { status } = await send('administrator', `/api/v1/issuers/${issuer}/holders/deletion`, {
        json: { holderNumber: number },
      });
      expect(status).toBe(200);
    }
    const { rows: tables } = await database.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.columns
       WHERE column_name = 'holder' AND data_type = 'uuid' AND table_name <> 'erased_holders'`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(7);
    for (const { name } of tables) {
      const { rows } = await database.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM ${name} WHERE holder = ANY($1)`,
        [holders.map(({ id }) => id)],
      );
      expect([name, rows[0]?.left]).toEqual([name, 0]);
    }
    const { rows: helpers } = await database.query('SELECT FROM delegation_helpers WHERE lookup = $1', [
      helper,
    ]);
    expect(helpers).toEqual([]);
    const { rows: ended } = await database.query<{ cert_id: Buffer }>(
      `SELECT cert_id FROM status_changes WHERE decision = 'made' AND state = 'revoked'
         AND reason = 'holder-request' AND cert_id = ANY($1)`,
      [live.map(({ cert_id: id }) => id)],
    );
    expect(ended).toHaveLength(live.length);
    expect(indexOf(await ownData(RESIDENT))).toEqual([]);
  });
});

it('what is over is deleted after its time, each kind after its own, and the audit tells how much', async () => {
  const { database, audit, types } = bridge.service;
  const count = async (sql: string): Promise<number> =>
    (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0]!.n;
  const day = 86_400_000;
  const permit = await permitOf(HELPER);
  const ofHelper = async (path: string, json: unknown): Promise<Answer> => {
    const answer = await asResident('POST', `/my/certificates/${permit}/${path}`, json, 'helper');
    expect([path, answer.status]).toEqual([path, 201]);
    return answer;
  };
  await ofHelper('corrections', { said: '样例' });
  const { body: asked } = await ofHelper('corrections', { said: '样例' });
  await send('operator', `{permits}/corrections/${String(asked['id'])}/answer`, { json: { answer: '样例' } });
  await ofHelper('wallet-credentials', await (await Phone.make()).binding(permit));
  const helper = { name: RESIDENT, number: numberOf(RESIDENT) };
  await ofHelper('delegations', { helper, items: [], until: dateAt(Date.now() + day) });
  const { id: revoked } = await issued();
  const ending = { state: 'revoked', reason: 'data-error' };
  expect((await send('operator', `${of(revoked)}/status`, { json: ending })).status).toBe(200);
  await arrived(file());
  const closed = await aCase();
  await atHall('clerk', `/cases/${closed}/closing`, { json: { as: 'withdrawn' } });
  const open = await aCase();
  await database.query(`UPDATE cases SET opened_at = now() - interval '9 years'`);
  const periods = {
    ...{ cases: 1096 * day, receipts: 10, corrections: day, 'wallet-credentials': day, delegations: day },
    'unfinished-uploads': day,
    'residence-permit': 400 * day,
  };
  const kinds = retainedData(types, { retention: periods });
  const { 'residence-permit': _, ...withoutPermits } = periods;
  const over = (
    now: Date,
    of: Readonly<Record<string, number>> = periods,
  ): Promise<Readonly<Record<string, number>>> =>
    deleteWhatIsOver({ database, audit, kinds, periods: of }, now);

  const kept = await count(`certificates WHERE fields IS NOT NULL`);
  // Nothing of it is over for long enough.
  expect(await over(new Date())).toMatchObject({
    ...{ cases: 0, corrections: 0, 'wallet-credentials': 0, delegations: 0, 'residence-permit': 0 },
    'unfinished-uploads': 0,
  });
  expect(await count('cases WHERE closed_at IS NOT NULL')).toBeGreaterThan(0);
  const receiptsOfOpenCases = await count(
    'filed_receipts r JOIN cases c ON c.id = r.case_id WHERE c.closed_at IS NULL',
  );

  const later = await over(new Date(Date.now() + 1097 * day), withoutPermits);
  for (const kind of ['cases', 'corrections', 'wallet-credentials', 'delegations', 'unfinished-uploads'])
    expect([kind, later[kind] ?? 0]).not.toEqual([kind, 0]);
  expect(await count('cases WHERE closed_at IS NOT NULL')).toBe(0);
  expect(await count(`cases WHERE id = '${open}'`)).toBe(1);
  expect(await count(`case_holders WHERE case_id = '${closed}'`)).toBe(0);
  expect(await count('filed_receipts')).toBe(receiptsOfOpenCases);
  for (const gone of [
    ...['corrections WHERE answered_at IS NOT NULL', 'wallet_credentials', 'delegations'],
    ...['delegation_helpers', 'unfinished_uploads', 'unfinished_pieces', 'upload_keys'],
    'case_keys WHERE case_id NOT IN (SELECT id FROM cases)',
    'receipt_keys WHERE digest NOT IN (SELECT digest FROM filed_receipts)',
  ])
    expect([gone, await count(gone)]).toEqual([gone, 0]);
  // Not answered, and not over: these stay.
  expect(await count('corrections WHERE answered_at IS NULL')).toBeGreaterThan(0);
  expect(await count('certificates WHERE fields IS NOT NULL')).toBe(kept);

  await database.query(`UPDATE certificates SET valid_until = '2020-01-01' WHERE cert_id = $1`, [
    Buffer.from(permit, 'hex'),
  ]);
  await database.query(
    `UPDATE status_changes SET made_at = made_at - interval '401 days' WHERE cert_id = $1 AND state = 'revoked'`,
    [Buffer.from(revoked, 'hex')],
  );
  expect(await over(new Date())).toMatchObject({ 'residence-permit': 2 });
  expect(
    await count(`documents WHERE pdf IS NULL AND credential IS NULL AND qr IS NULL
    AND cert_id = '\\x${permit}'`),
  ).toBe(1);
  for (const id of [permit, revoked])
    expect((await send('operator', `${of(id)}/fields`)).body['code']).toBe('HOLDER_FORGOTTEN');
  const { rows } = await database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM audit_records WHERE act = 'retention.ended' AND actor_kind = 'service'`,
  );
  expect(rows[0]?.n).toBeGreaterThanOrEqual(2);
  expect(() => retainedData(types, { retention: { nothing: 1 } })).toThrow(
    /CERTBRIDGE_RETENTION names nothing/,
  );
});

it('asked for ten times what it can do, it refuses what is too much, answers health, and keeps all that it accepted', async () => {
  const { database } = bridge.service;
  const permitsHeld = async (): Promise<{ all: number; anchored: number }> => {
    const { rows } = await database.query<{ all: number; anchored: number }>(
      `SELECT count(*)::int AS all, count(r.cert_id)::int AS anchored FROM certificates c
       LEFT JOIN receipts r USING (cert_id) WHERE c.type = $1`,
      [bridge.service.types.newest('residence-permit').code],
    );
    return rows[0]!;
  };
  const before = await permitsHeld();
  const token = await bridge.token('operator');
  // Whatever issues waits for the issuer's row: so the places stay taken until all else is answered.
  const holding = openDatabase({ url: bridge.databaseOwnerUrl ?? '' });
  const answers: Answer[] = [];
  let all: Promise<unknown> = Promise.resolve();
  await holding.transaction(async (tx) => {
    await tx.query('SELECT FROM issuers WHERE code = $1 FOR UPDATE', [office]);
    all = Promise.all(
      Array.from({ length: 10 * CONCURRENCY }, async () => {
        const json = { type: 'residence-permit', ...application() };
        answers.push(await send('operator', '{permits}/certificates', { token, json }));
      }),
    );
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(9 * CONCURRENCY);
    expect((await fetch(`${bridge.url}/healthz`)).status).toBe(200);
  });
  await all;
  await holding.close();
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThanOrEqual(9 * CONCURRENCY);
  expect(new Set(refused.map(({ body }) => body['code']))).toEqual(new Set(['OVERLOADED']));
  const accepted = answers.filter(({ status }) => [201, 202].includes(status)).length;
  expect(accepted).toBe(answers.length - refused.length);
  expect(accepted).toBeGreaterThan(0);
  await expect
    .poll(permitsHeld, { timeout: 60_000 })
    .toEqual({ all: before.all + accepted, anchored: before.all + accepted });
});

describe('a start', () => {
  const environment = (url: string, owner: string): Record<string, string> => ({
    CERTBRIDGE_DATA: join(folder, 'other'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_DEVELOPMENT: 'yes',
    CERTBRIDGE_LEDGER: bridge.ledgerFiles[0] ?? '',
    DATABASE_URL: url,
    DATABASE_OWNER_URL: owner,
  });
  const start = (url: string, owner: string): Promise<CertBridge> =>
    startCertBridge({ settings: readSettings(environment(url, owner)), seed: 'nothing' });

  it('is refused with a role that could change the audit, or a schema that is not there', async () => {
    const owner = bridge.databaseOwnerUrl ?? '';
    await expect(start(owner, owner)).rejects.toMatchObject({ code: 'DATABASE_ROLE_REFUSED' });
    const empty = owner.replace(/\/\w+$/, '/postgres');
    await expect(start(empty, '')).rejects.toMatchObject({ code: 'MIGRATION_NEEDED' });
  });
});

describe('PostgreSQL', () => {
  it.each([
    `UPDATE audit_records SET actor = 'somebody else'`,
    'DELETE FROM audit_records',
    'TRUNCATE audit_records CASCADE',
    'DELETE FROM audit_leaves',
    'UPDATE audit_heads SET size = 0',
    'DROP TABLE audit_records CASCADE',
    'ALTER TABLE audit_records DISABLE TRIGGER ALL',
  ])('refuses the service’s own role: %s', async (statement) => {
    const database = openDatabase({ url: bridge.databaseUrl });
    await expect(database.query(statement)).rejects.toMatchObject({ code: '42501' });
    await database.close();
  });
});
