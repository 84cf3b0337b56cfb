import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROLES, permissions } from '@certbridge/service/platform/principal';
import type { Permission, Role } from '@certbridge/service/platform/principal';
import { SAMPLE_RESIDENTS } from '@certbridge/service/people/samples';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Described {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const BINDING = {
  key: { x: 'A'.repeat(43), y: 'A'.repeat(43) },
  at: '2026-01-01T00:00:00Z',
  signature: 'A'.repeat(86),
  label: '样例',
};

const PERSON = { name: '样例', number: '330106199001011234' };

/** Of bodies, the least that is read: what comes after it must not be reached by whoever may not. */
const BODIES: Readonly<Record<string, unknown>> = {
  issueCertificate: {
    type: 'residence-permit',
    fields: {},
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
  },
  renewCertificate: { fields: {}, validFrom: '2026-01-01', validUntil: '2026-12-31' },
  copyCertificate: { purpose: '样例', user: '样例', validUntil: '2026-12-31' },
  findCertificates: { holderNumber: '330106199001011234' },
  checkApplication: {
    type: 'residence-permit',
    fields: {},
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
  },
  previewApplication: {
    type: 'residence-permit',
    fields: {},
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
  },
  nameColleagues: { people: [] },
  mendRow: { fields: {}, validFrom: '2026-01-01', validUntil: '2026-12-31' },
  reissueCertificates: { type: 'residence-permit', kid: '0'.repeat(16) },
  requestKey: {},
  importCertificate: { certificates: '' },
  importKey: { use: 'certificate', file: '', passphrase: '' },
  rotateKey: { use: 'certificate', kid: '0'.repeat(16) },
  revokeKey: { reason: 'lost' },
  decideKeyChange: { approve: false },
  submitCheckedBatch: {},
  submitUpload: { type: 'residence-permit' },
  endIssuer: { as: 'retired' },
  decideIssuerEnding: { approve: false },
  withdrawBatch: {},
  returnBatch: { reason: '样例' },
  decideRuleChange: { approve: false },
  searchAuditOfHolder: { holderNumber: '330106199001011234' },
  decideBatch: { approve: false },
  decideChange: { approve: false },
  saveHall: { name: '样例政务服务中心' },
  requestPairing: {
    name: '12 号窗口',
    key: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
    trustAnchor: '0'.repeat(64),
    proof: '',
  },
  decidePairing: { approve: false },
  renewWindow: { proof: '' },
  revokeWindow: { reason: 'lost' },
  fileReceipt: { receipt: 'x' },
  openCase: { item: 'senior-card', holder: { name: '样例', number: '1' } },
  closeCase: { as: 'withdrawn' },
  addDocuments: { documents: [{ receipt: 'x' }] },
  settleMaterial: { as: 'paper' },
  makeCommitment: { kind: 'deferred', due: '2026-12-31', reason: '样例' },
  changeStatus: { state: 'suspended', reason: 'under-review' },
  copyOwnCertificate: { purpose: '样例', user: '样例', validUntil: '2026-12-31' },
  askCorrection: { said: '样例' },
  answerCorrection: { answer: '样例' },
  bindToDevice: BINDING,
  bindDelegated: BINDING,
  makeDelegation: { helper: { name: '样例', number: '330106199001011234' }, items: [], until: '2026-12-31' },
  actForChild: { birthCertificate: 'Z330012345' },
  complainAboutLook: {},
  findAtCounter: { person: PERSON },
  printAtCounter: { person: PERSON },
  delegateAtCounter: { person: PERSON, helper: PERSON, items: [], until: '2026-12-31' },
  witnessDelegation: { person: PERSON },
  exportHolder: { holderNumber: '330106199001011234' },
  endWallet: { reason: 'lost' },
  suspendWallet: { reason: 'lost' },
};
/** Of those that are read by more than their content. */
const HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  beginUpload: { 'upload-length': '1' },
  continueUpload: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
};
const NO_ISSUER = '113300000024820135';
/** Another one, so that no scope of these tests covers it. */
const NO_HALL = '113300000024820136';
const NO_TYPE = '0'.repeat(21);

let folder = '';
let bridge: CertBridge;
let operations: Described[] = [];
/** What stands in paths: things that are there. */
const names: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-permissions-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
  });
  bridge = await startCertBridge({ settings, seed: 'certificates', throwAway: true });
  operations = await described();
  const { rows } = await bridge.service.database.query<{ issuer: string; id: string; batch: string }>(
    `SELECT issuer, encode(cert_id, 'hex') AS id, batch FROM certificates LIMIT 1`,
  );
  const [certificate] = rows;
  Object.assign(names, {
    issuer: certificate?.issuer,
    certificate: certificate?.id,
    batch: certificate?.batch,
    upload: crypto.randomUUID(),
    type: 'residence-permit',
    change: crypto.randomUUID(),
    person: crypto.randomUUID(),
    session: crypto.randomUUID(),
    system: 'nowhere',
    kid: '0'.repeat(16),
    row: '2',
    device: '0'.repeat(16),
    delegation: crypto.randomUUID(),
    correction: crypto.randomUUID(),
    record: '1',
    hall: NO_HALL,
    window: crypto.randomUUID(),
    case: crypto.randomUUID(),
    material: 'identity',
    receipt: '0'.repeat(64),
  });
});
afterAll(async () => {
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

async function described(): Promise<Described[]> {
  const document = (await (await fetch(`${bridge.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string; security: unknown[] }>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: id, security }]) => ({
      id,
      method: method.toUpperCase(),
      path,
      isPublic: security.length === 0,
    })),
  );
}

let people = 0;

/** A session of somebody new, just signed in. */
async function somebody(
  roles: readonly string[],
  issuers: unknown = '*',
  types: unknown = '*',
): Promise<string> {
  const { people: known, sessions } = bridge.service;
  const identity = { issuer: 'urn:test', subject: `somebody-${++people}`, claims: { roles, issuers, types } };
  const { id } = await known.identify(identity);
  return (await sessions.begin({ person: id }, { via: 'browser', authenticatedAt: new Date() })).token;
}

async function call({ id, method, path }: Described, token?: string): Promise<Answer> {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? 'x');
  const body = BODIES[id];
  const isUpload = id === 'submitBatch';
  const response = await fetch(`${bridge.url}${address}${isUpload ? '?type=residence-permit' : ''}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(isUpload && { 'content-type': 'text/csv' }),
      ...HEADERS[id],
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(isUpload && { body: 'x\n' }),
  });
  const isJson = /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
  const answer = isJson ? ((await response.json()) as Record<string, unknown>) : {};
  await response.body?.cancel().catch(() => undefined);
  return { status: response.status, body: answer };
}

const table: Readonly<Record<string, Permission>> = permissions;

function rolesOf(id: string): readonly string[] {
  const { roles } = table[id]!;
  if (roles === 'resident') return [];
  return roles === 'signed-in' ? ROLES : roles;
}
const ids = Object.keys(table);
const operation = (id: string): Described => operations.find((one) => one.id === id)!;

describe('the table of permissions', () => {
  it('has every operation that is not public, and no other', () => {
    const guarded = operations.filter(({ isPublic }) => !isPublic).map(({ id }) => id);
    expect(guarded.sort()).toEqual([...ids].sort());
  });

  it.each(ids)('%s: nobody without a sign-in, and of all roles those that it names', async (id) => {
    expect((await call(operation(id))).status).toBe(401);
    const allowed = rolesOf(id);
    for (const role of ROLES) {
      const { status, body } = await call(operation(id), await somebody([role]));
      if (allowed.includes(role)) expect([status, body['code']]).not.toContain('NOT_ALLOWED');
      else expect([status, body['code']]).toEqual([403, 'NOT_ALLOWED']);
    }
    const none = await call(operation(id), await somebody([]));
    if (table[id]!.roles !== 'signed-in') expect(none.status).toBe(403);
  });

  it.each(ids)('%s: residents only where the table names them', async (id) => {
    const { status, body } = await call(operation(id), await bridge.residentToken('康雪'));
    if (!['signed-in', 'resident'].includes(String(table[id]!.roles))) {
      expect([status, body['code']]).toEqual([403, 'NOT_ALLOWED']);
    } else expect([status, body['code']]).not.toContain('NOT_ALLOWED');
  });

  const beyond = ids.filter((id) => table[id]!.purposeOf !== undefined);

  it.each(beyond)('%s: beyond one’s task only with a purpose', async (id) => {
    const { purposeOf = [] } = table[id]!;
    for (const role of rolesOf(id)) {
      const { body } = await call(operation(id), await somebody([role]));
      if (purposeOf.includes(role as Role)) expect(body['code']).toBe('PURPOSE_NEEDED');
      else expect(body['code']).not.toBe('PURPOSE_NEEDED');
    }
    const within = rolesOf(id).filter((role) => !purposeOf.includes(role as Role));
    const [inTask] = within;
    if (inTask !== undefined) {
      const { body } = await call(operation(id), await somebody([...purposeOf, inTask]));
      expect(body['code']).not.toBe('PURPOSE_NEEDED');
    }
  });

  const scoped = ids.filter((id) =>
    ['certificate', 'issuer', 'hall', 'all-types'].includes(table[id]!.scope),
  );

  it.each(scoped)('%s: nobody whose scope has another issuer, or none', async (id) => {
    const roles = table[id]!.roles as readonly string[];
    for (const issuers of [[NO_ISSUER], [], null, '**', ['*', names['issuer']]]) {
      const { status, body } = await call(operation(id), await somebody(roles, issuers));
      expect([status, body['code']]).toEqual([403, 'NOT_ALLOWED']);
    }
  });

  const typed = ids.filter((id) => ['certificate', 'all-types'].includes(table[id]!.scope));

  it.each(typed)('%s: nothing of another certificate type', async (id) => {
    const { status, body } = await call(
      operation(id),
      await somebody(table[id]!.roles as readonly string[], '*', [NO_TYPE]),
    );
    // A list leaves it out; what is asked for and does not wait is not found; the rest is refused.
    const [list] = Object.values(body).filter(Array.isArray);
    if (['decideChange', 'answerCorrection'].includes(id)) expect(status).toBe(404);
    else if (status === 200) expect(list).toEqual([]);
    else expect([status, body['code']]).toEqual([403, 'NOT_ALLOWED']);
  });
});

describe('sample residents', () => {
  it.each(SAMPLE_RESIDENTS)('$subject holds a sample certificate', async ({ name }) => {
    const token = await bridge.residentToken(name);
    const { rows } = await bridge.service.database.query<{ held: number }>(
      `SELECT count(*)::int AS held FROM certificates c JOIN holders h ON h.id = c.holder
       JOIN sessions s ON s.resident = h.lookup WHERE s.token_hash = sha256($1::bytea)`,
      [Buffer.from(token)],
    );
    expect(rows[0]?.held).toBeGreaterThan(0);
  });
});
