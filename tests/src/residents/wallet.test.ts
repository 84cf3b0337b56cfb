import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIssuer, useKeys } from '@certbridge/service/certificates/issuers';
import { readSettings } from '@certbridge/service/platform/settings';
import { endUnproved } from '@certbridge/service/residents/wallet';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import {
  MemoryStore,
  createVerifier,
  openMirror,
  parseTrustAnchor,
  syncMirror,
} from '@certbridge/verifier-sdk';
import type { ExpectedHolder, Mirror, Report, TrustAnchor } from '@certbridge/verifier-sdk';
import { dateAt, parseQr, fromBase64Url, toHex } from '@certbridge/verifier-sdk/formats';
import { readQr } from '@certbridge/verifier-sdk/image';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Answers, saysItsStates } from '../console/answers.js';
import { findings } from '../console/looks.js';
import { becomes } from '../ledger/becomes.js';
import { secondClerk } from '../people/second-clerk.js';
import { unzipped } from '../people/written.js';
import { missing } from '../requirements.js';
import { filmOfScreen } from '../verify-page/camera-film.js';
import { Visitor, desktop, keptOffline, launch } from '../verify-page/phone.js';
import { Permits } from '../people/permits.js';
import { idNumberOf, usccOf } from '../samples/numbers.js';
import { Hall } from '../windows/hall.js';
import { BIRTHS, birthApplication } from './births.js';
import { Phone, Session } from './phone.js';
import type { Answer, Credential } from './phone.js';

const item = '330100-0042';
/** Issues residence permits. */
const POLICE = '113301990000100144';

let folder = '';
let bridge: CertBridge;
let holder: Session;
let other: Session;
let operator: Session;
let person: ExpectedHolder;
/** Of the holder's first certificate. */
let certId = '';
let issuer = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-wallet-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    // No passkey belongs to an address of numbers (WebAuthn §5.1.3).
    CERTBRIDGE_HOST: 'localhost',
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_ENTRY_AGE: '100ms',
    // One test asks for a hundred credentials at once, none of which may be refused for lack of a place.
    CERTBRIDGE_CONCURRENCY: '200',
  });
  bridge = await startCertBridge({ settings, seed: 'certificates', throwAway: true });
  holder = new Session(bridge.url, await bridge.residentToken('康雪'));
  other = new Session(bridge.url, await bridge.residentToken('马梅'));
  operator = new Session(bridge.url, await bridge.token('operator'));
  const [card] = await cards(holder);
  ({ certId, issuer } = card!);
  person = { name: '康雪', number: '33019919750927115X' };
});
afterAll(async () => {
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

interface Card {
  readonly certId: string;
  readonly issuer: string;
  readonly name: string;
  readonly inForce: boolean;
  readonly holder: { readonly name: string; readonly number: string };
  readonly copy: { readonly purpose: string; readonly user: string } | null;
}

async function cards(session: Session): Promise<readonly Card[]> {
  const { body } = await session.call('GET', '/my/certificates');
  return body['certificates'] as Card[];
}

/** A colleague whose scope has these certificate types alone. */
async function colleague(role: string, types: readonly string[]): Promise<Session> {
  const { people, sessions } = bridge.service;
  const claims = { roles: [role], issuers: '*', types };
  const { id } = await people.identify({ issuer: 'urn:test', subject: randomUUID(), claims });
  const { token } = await sessions.begin({ person: id }, { via: 'browser', authenticatedAt: new Date() });
  return new Session(bridge.url, token);
}

const code = ({ status, body }: Answer): string =>
  `${status} ${typeof body['code'] === 'string' ? body['code'] : ''}`.trim();

const bind = async (phone: Phone, session = holder, certificate = certId): Promise<Answer> =>
  session.call(
    'POST',
    `/my/certificates/${certificate}/wallet-credentials`,
    await phone.binding(certificate),
  );

async function bound(phone: Phone): Promise<Credential> {
  const { body } = await bind(phone);
  return body as unknown as Credential;
}

async function mirrorOfToday(): Promise<{ readonly mirror: Mirror; readonly trustAnchor: TrustAnchor }> {
  await bridge.service.feed.update();
  const trustAnchor = parseTrustAnchor(await readFile(bridge.trustAnchor));
  const mirror = await openMirror(new MemoryStore(), { trustAnchor });
  await syncMirror(mirror, { urls: [bridge.url] });
  return { mirror, trustAnchor };
}

/** What a window that just brought its mirror up to date, and is offline since then, says of a live code. */
async function windowSays(phone: Phone, credential: Credential, who = person): Promise<Report> {
  const { mirror, trustAnchor } = await mirrorOfToday();
  const text = await phone.show(credential, { at: new Date(), item });
  return createVerifier({ trustAnchor, mirror }).verifyQr(text, { holder: who, showing: { item } });
}

/** What an offline window says of a page of cards. */
async function paperSays(pdf: Uint8Array): Promise<Report> {
  const { mirror, trustAnchor } = await mirrorOfToday();
  return createVerifier({ trustAnchor, mirror }).verifyPdf(pdf, { holder: person });
}

const verdict = ({ verdict: of, code: why }: Report): string => `${of} ${why}`;

describe('one’s own certificates', () => {
  it('are those with one’s number, whole, and nobody else’s', async () => {
    const [mine, theirs] = [await cards(holder), await cards(other)];
    expect(mine[0]).toMatchObject({ inForce: true, holder: person, copy: null });
    expect(theirs.map(({ certId: id }) => id)).not.toContain(certId);
    for (const path of ['document', 'picture?width=600']) {
      expect((await holder.call('GET', `/my/certificates/${certId}/${path}`)).body['bytes']).toBeGreaterThan(
        5_000,
      );
      expect(code(await other.call('GET', `/my/certificates/${certId}/${path}`))).toBe(
        '404 OWN_CERTIFICATE_UNKNOWN',
      );
    }
    expect(code(await bind(await Phone.make(), other))).toBe('404 OWN_CERTIFICATE_UNKNOWN');
  });

  it('have copies that one makes oneself, which count as long as the original', async () => {
    const limits = { purpose: '租房备案', user: '示例中介', validUntil: dateAt(Date.now() + 86_400_000) };
    const made = await holder.call('POST', `/my/certificates/${certId}/copies`, limits);
    expect(code(made)).toBe('201');
    const copy = (await cards(holder)).find(({ copy: of }) => of !== null);
    expect(copy?.copy).toEqual({ purpose: '租房备案', user: '示例中介' });
    expect(code(await bind(await Phone.make(), holder, copy?.certId))).toBe('409 NOT_CARRIABLE');
    expect(code(await other.call('POST', `/my/certificates/${certId}/copies`, limits))).toBe(
      '404 OWN_CERTIFICATE_UNKNOWN',
    );
  });

  it('have copies under Idempotency-Keys that nobody else can take', async () => {
    const key = randomUUID();
    const validUntil = dateAt(Date.now() + 86_400_000);
    const copy = (session: Session, of: string, purpose: string): Promise<Answer> =>
      session.call('POST', `${of}/copies`, { purpose, user: '示例中介', validUntil }, { key });
    const own = `/my/certificates/${certId}`;
    expect(code(await copy(holder, own, '租房备案'))).toBe('201');
    expect(code(await copy(holder, own, '入学报名'))).toBe('409 IDEMPOTENCY_KEY_REUSED');
    // The department's own keys are not for residents to use up.
    const department = `/issuers/${issuer}/certificates/${certId}`;
    expect(code(await copy(operator, department, '入学报名'))).toBe('201');
  });

  it('are printed with their own code on cards to cut out, which count at a window without any phone', async () => {
    const page = await holder.file(`/my/certificates/${certId}/cards`);
    const report = await paperSays(page);
    expect(verdict(report)).toBe('valid OK');
    expect(report.notes).toEqual(['QR_CODE_ONLY']);
    expect(code(await other.call('GET', `/my/certificates/${certId}/cards`))).toBe(
      '404 OWN_CERTIFICATE_UNKNOWN',
    );
    const copy = (await cards(holder)).find(({ copy: of }) => of !== null);
    expect(code(await holder.call('GET', `/my/certificates/${copy!.certId}/cards`))).toBe(
      '409 NOT_PRINTABLE',
    );
  });

  it('are corrected by the department, which is told what is wrong and answers', async () => {
    const asked = await holder.call('POST', `/my/certificates/${certId}/corrections`, {
      said: '住址少了门牌号',
    });
    expect(code(asked)).toBe('201');
    const open = (await operator.call('GET', `/issuers/${issuer}/corrections`)).body['corrections'];
    expect(open).toMatchObject([{ certificate: certId, said: '住址少了门牌号', answer: null }]);
    const path = `/issuers/${issuer}/corrections/${String(asked.body['id'])}/answer`;
    const elsewhere = await colleague('operator', ['0'.repeat(21)]);
    expect((await elsewhere.call('GET', `/issuers/${issuer}/corrections`)).body['corrections']).toEqual([]);
    expect(code(await elsewhere.call('POST', path, { answer: '不归我管' }))).toBe('403 NOT_ALLOWED');
    expect(code(await operator.call('POST', path, { answer: '请携带证明到窗口' }))).toBe('200');
    expect(code(await operator.call('POST', path, { answer: '再次' }))).toBe('404 CORRECTION_UNKNOWN');
    expect((await holder.call('GET', '/my/corrections')).body['corrections']).toMatchObject([
      { said: '住址少了门牌号', answer: '请携带证明到窗口' },
    ]);
    expect((await other.call('GET', '/my/corrections')).body['corrections']).toEqual([]);
    const { rows } = await bridge.service.database.query(
      `SELECT FROM corrections WHERE position('住址'::bytea IN said) > 0`,
    );
    expect(rows).toEqual([]);
    const ask = (): Promise<Answer> =>
      holder.call('POST', `/my/certificates/${certId}/corrections`, { said: '住址少了门牌号' });
    const answers = (await Promise.all(Array.from({ length: 5 }, ask))).map(code).sort();
    expect(answers).toEqual([
      ...['201', '201', '201'],
      ...['409 TOO_MANY_CORRECTIONS', '409 TOO_MANY_CORRECTIONS'],
    ]);
  });
});

describe('a wallet credential', () => {
  it('is shown by a live code at a window that is offline, lasts 30 days, and is given again', async () => {
    const phone = await Phone.make();
    const made = await bind(phone);
    expect(made.status).toBe(201);
    const credential = made.body as unknown as Credential;
    const { claims } = parseQr(fromBase64Url(credential.cose));
    expect([claims.validFrom, claims.validUntil]).toEqual([dateAt(Date.now()), credential.validUntil]);
    expect(credential.validUntil).toBe(dateAt(Date.now() + 29 * 86_400_000));
    const report = await windowSays(phone, credential);
    expect(verdict(report)).toBe('valid OK');
    expect(report.shown).toMatchObject({ item, key: 'software', of: certId });
    const again = await bind(phone);
    expect([again.status, again.body['certId']]).toEqual([200, credential.certId]);
  });

  it('is anchored: its leaf gets a place in an entry', async () => {
    const { certId: own } = await bound(await Phone.make());
    const placed = async (): Promise<number | null> => {
      const { rowCount } = await bridge.service.database.query('SELECT FROM receipts WHERE cert_id = $1', [
        Buffer.from(own, 'hex'),
      ]);
      return rowCount;
    };
    await expect.poll(placed).toBe(1);
  });

  it('is not made for a key that whoever asks does not have', async () => {
    const phone = await Phone.make();
    const { key } = await (await Phone.make()).binding(certId);
    const path = `/my/certificates/${certId}/wallet-credentials`;
    const own = await phone.binding(certId);
    for (const body of [
      { ...own, key },
      await phone.binding('0'.repeat(32)).then((signed) => ({ ...signed })),
      await phone.binding(certId, new Date(Date.now() - 6 * 60_000).toISOString()),
    ])
      expect(code(await holder.call('POST', path, body))).toBe('422 DEVICE_UNPROVED');
  });

  it('ends with its device from any browser, alone: a copied profile shows nothing more, the print goes on', async () => {
    const [phone, kept] = [await Phone.make(), await Phone.make()];
    const [lost, still] = [await bound(phone), await bound(kept)];
    const { body } = await holder.call('GET', '/my/devices');
    const devices = body['devices'] as { device: string; label: string; certificates: string[] }[];
    expect(devices.at(-2)).toMatchObject({ label: '红米手机', certificates: [certId] });
    const path = `/my/devices/${devices.at(-2)!.device}`;
    expect(code(await other.call('DELETE', path))).toBe('404 DEVICE_UNKNOWN');
    const ended = await holder.call('DELETE', path);
    expect(ended.body['ended']).toMatchObject([{ certId: lost.certId, of: certId }]);
    await becomes(bridge, { issuer, certId: lost.certId, state: 'revoked' });
    expect(verdict(await windowSays(phone, lost))).toBe('invalid WALLET_NOT_VALID');
    expect(verdict(await windowSays(kept, still))).toBe('valid OK');
    expect((await cards(holder)).find(({ certId: id }) => id === certId)?.inForce).toBe(true);
    expect(code(await holder.call('DELETE', path))).toBe('404 DEVICE_UNKNOWN');
  });

  it('ends with the sessions of whoever lost the device: one that is still signed in puts nothing back', async () => {
    const thief = new Session(bridge.url, await bridge.residentToken('康雪'));
    const phone = await Phone.make();
    expect((await bind(phone, thief)).status).toBe(201);
    const { body } = await holder.call('GET', '/my/devices');
    const { device } = (body['devices'] as { device: string }[]).at(-1)!;
    // They are just putting it on it again, which waits for its turn.
    const { database } = bridge.service;
    const waiting = async (): Promise<number | null> => {
      const { rowCount } = await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
      );
      return rowCount;
    };
    const [putting, ending] = await database.transaction(async (tx) => {
      await tx.query('SELECT FROM certificates WHERE cert_id = $1 FOR UPDATE', [Buffer.from(certId, 'hex')]);
      const put = bind(phone, thief);
      await expect.poll(waiting).toBeGreaterThanOrEqual(1);
      const end = holder.call('DELETE', `/my/devices/${device}`);
      await expect.poll(waiting).toBeGreaterThanOrEqual(2);
      return [put, end] as const;
    });
    expect((await ending).status).toBe(200);
    await putting;
    const { rowCount } = await database.query(
      `SELECT FROM wallet_credentials WHERE device = $1 AND state <> 'revoked'`,
      [Buffer.from(device, 'hex')],
    );
    expect(rowCount).toBe(0);
    expect(code(await bind(phone, thief))).toBe('401 TOKEN_REFUSED');
    expect((await holder.call('GET', '/my/certificates')).status).toBe(200);
    expect((await other.call('GET', '/my/certificates')).status).toBe(200);
  });

  it('is suspended by a window, and all of a certificate’s are ended by its department', async () => {
    const phone = await Phone.make();
    const credential = await bound(phone);
    const clerk = new Session(bridge.url, await bridge.token('clerk'));
    const path = `/issuers/${issuer}/certificates/${certId}/wallet-credentials`;
    expect(code(await clerk.call('POST', `${path}/suspension`, { reason: 'lost' }))).toBe('200');
    await becomes(bridge, { issuer, certId: credential.certId, state: 'suspended' });
    expect(verdict(await windowSays(phone, credential))).toBe('invalid WALLET_NOT_VALID');
    // A phone that is gone may still be signed in.
    expect(code(await bind(phone))).toBe('401 TOKEN_REFUSED');
    holder = new Session(bridge.url, await bridge.residentToken('康雪'));
    const ended = (await operator.call('POST', `${path}/ending`, { reason: 'lost' })).body['ended'];
    expect(ended).toContainEqual(expect.objectContaining({ certId: credential.certId }));
    await becomes(bridge, { issuer, certId: credential.certId, state: 'revoked' });
    expect(code(await bind(phone))).toBe('401 TOKEN_REFUSED');
    holder = new Session(bridge.url, await bridge.residentToken('康雪'));
  });

  it('is on five devices, and is made ten times a day', async () => {
    const [card] = (await cards(other)).filter(({ inForce }) => inForce);
    const of = card!.certId;
    const phones = await Promise.all(Array.from({ length: 6 }, () => Phone.make()));
    const atOnce = async (some: readonly Phone[]): Promise<string[]> =>
      (await Promise.all(some.map((phone) => bind(phone, other, of)))).map(code);
    const endAll = async (): Promise<void> => {
      const { body } = await other.call('GET', '/my/devices');
      for (const { device } of body['devices'] as { device: string }[])
        await other.call('DELETE', `/my/devices/${device}`);
    };
    const five = Array.from({ length: 5 }, () => '201');
    expect((await atOnce(phones)).sort()).toEqual([...five, '409 TOO_MANY_DEVICES']);
    await endAll();
    expect(await atOnce(phones.slice(0, 3))).toEqual(five.slice(0, 3));
    await endAll();
    const last = await atOnce(phones.slice(0, 3));
    expect([...last].sort()).toEqual([...five.slice(0, 2), '429 TOO_MANY_MINTS']);
    const refused = phones[last.indexOf('429 TOO_MANY_MINTS')]!;
    const answers = await Promise.all(Array.from({ length: 100 }, () => bind(refused, other, of)));
    expect(new Set(answers.map(code))).toEqual(new Set(['429 TOO_MANY_MINTS']));
  });
});

describe('a delegation', () => {
  const helper = { name: '马梅', number: '520199195201040191' };
  const until = dateAt(Date.now() + 7 * 86_400_000);

  it('lets a helper show it for some items, until it is withdrawn', async () => {
    const path = `/my/certificates/${certId}/delegations`;
    const given = await holder.call('POST', path, { helper, items: [item], until });
    expect(code(given)).toBe('201');
    expect(given.body['helper']).toEqual({ name: '马梅', number: '520***********0191' });
    const received = (await other.call('GET', '/my/delegations')).body['received'];
    expect(received).toMatchObject([{ certificate: certId, holder: '康雪', items: [item], until }]);
    const phone = await Phone.make();
    const carry = `/my/delegations/${String(given.body['id'])}/wallet-credentials`;
    expect(code(await holder.call('POST', carry, await phone.binding(certId)))).toBe(
      '404 DELEGATION_UNKNOWN',
    );
    const made = await other.call('POST', carry, await phone.binding(certId));
    expect(code(made)).toBe('201');
    const credential = made.body as unknown as Credential;
    expect(credential.validUntil).toBe(until);
    const report = await windowSays(phone, credential, helper);
    expect(verdict(report)).toBe('valid OK');
    expect(report.shown?.delegate?.name).toBe('马梅');
    expect(report.certificate?.fields['holderName']).toBe('康雪');
    expect(verdict(await windowSays(phone, credential, person))).toBe('invalid HOLDER_MISMATCH');
    const withdrawal = `/my/delegations/${String(given.body['id'])}`;
    expect(code(await other.call('DELETE', withdrawal))).toBe('404 DELEGATION_UNKNOWN');
    expect(code(await holder.call('DELETE', withdrawal))).toBe('200');
    await becomes(bridge, { issuer, certId: credential.certId, state: 'revoked' });
    expect(verdict(await windowSays(phone, credential, helper))).toBe('invalid WALLET_NOT_VALID');
    expect(code(await other.call('POST', carry, await phone.binding(certId)))).toBe('404 DELEGATION_UNKNOWN');
  });

  it('is carried under no revoked key, and anew where one was revoked before the ledger had what it signed', async () => {
    const { database, keys } = bridge.service;
    const path = `/my/certificates/${certId}/delegations`;
    const { body } = await holder.call('POST', path, { helper, items: [item], until });
    const phone = await Phone.make();
    const put = async (): Promise<Answer> =>
      other.call(
        'POST',
        `/my/delegations/${String(body['id'])}/wallet-credentials`,
        await phone.binding(certId),
      );
    const before = await getIssuer(database, issuer);
    await database.transaction(async (tx) => {
      // Nothing comes to the ledger meanwhile.
      await tx.query('LOCK TABLE entries IN SHARE MODE');
      const first = await put();
      expect(first.status).toBe(201);
      expect((await put()).body['certId']).toBe(first.body['certId']);
      // As another replica does.
      await database.query(`INSERT INTO revoked_keys (kid, issuer, reason) VALUES ($1, $2, 'lost')`, [
        ...[before.qrKid, before.code],
      ]);
      expect(code(await put())).toBe('503 KEY_REVOKED');
      const { kid } = await keys.createIssuerKey(before, 'certificate', 'ES256');
      await useKeys(database, before.code, { qrKid: kid, documentKid: kid });
      const next = await put();
      const signedBy = toHex(parseQr(fromBase64Url(String(next.body['cose']))).kid);
      expect([next.status, signedBy]).toEqual([201, kid]);
      expect(next.body['certId']).not.toBe(first.body['certId']);
      expect((await put()).body['certId']).toBe(next.body['certId']);
    });
  });

  it('for so many items that cameras would not read its code is carried by nobody', async () => {
    const { body } = await holder.call('GET', '/items');
    const items = (body['items'] as { code: string }[]).map((one) => one.code).slice(0, 8);
    const path = `/my/certificates/${certId}/delegations`;
    const given = await holder.call('POST', path, { helper, items, until });
    const carry = `/my/delegations/${String(given.body['id'])}/wallet-credentials`;
    const carried = await other.call('POST', carry, await (await Phone.make()).binding(certId));
    expect(code(carried)).toBe('422 LIVE_CODE_TOO_LONG');
    await holder.call('DELETE', `/my/delegations/${String(given.body['id'])}`);
  });

  it('is for 30 days at most, for somebody else, whose number is one', async () => {
    const path = `/my/certificates/${certId}/delegations`;
    const made = async (change: object): Promise<string> =>
      code(await holder.call('POST', path, { helper, items: [], until, ...change }));
    expect(await made({ until: dateAt(Date.now() + 30 * 86_400_000) })).toBe('422 DELEGATION_DAYS');
    expect(await made({ until: dateAt(Date.now() - 86_400_000) })).toBe('422 DELEGATION_DAYS');
    expect(await made({ helper: person })).toBe('422 HELPER_IS_HOLDER');
    expect(await made({ helper: { ...helper, number: '520199195201040192' } })).toBe(
      '422 HELPER_NUMBER_WRONG',
    );
    // Whoever is shown it reads its name on one line.
    expect(await made({ helper: { ...helper, name: '马梅\n核验通过' } })).toBe('400 REQUEST_INVALID');
    expect(await made({ until: dateAt(Date.now() + 29 * 86_400_000) })).toBe('201');
  });

  it('is made ten times a day of one certificate, so that nobody mints without end', async () => {
    const make = (): Promise<Answer> =>
      holder.call('POST', `/my/certificates/${certId}/delegations`, { helper, items: [], until });
    const answers = (await Promise.all(Array.from({ length: 12 }, make))).map(code);
    expect(new Set(answers)).toEqual(new Set(['201', '409 TOO_MANY_DELEGATIONS']));
    const { body } = await holder.call('GET', '/my/delegations');
    const given = body['given'] as { id: string }[];
    expect(given.length).toBeLessThanOrEqual(10);
    for (const { id } of given) await holder.call('DELETE', `/my/delegations/${id}`);
    expect(code(await make())).toBe('409 TOO_MANY_DELEGATIONS');
  });
});

describe('a parent', () => {
  const number = idNumberOf('33019920200615102');
  const birthCertificate = 'Z330012345';
  let birth = '';
  let own = '';

  const prove = (session: Session, body: object): Promise<Answer> =>
    session.call('POST', '/my/children', { birthCertificate, ...body });
  const received = async (): Promise<readonly Record<string, unknown>[]> =>
    (await holder.call('GET', '/my/delegations')).body['received'] as Record<string, unknown>[];

  async function registered(change: Readonly<Record<string, string>>): Promise<string> {
    const mother = { sex: '女', motherName: '康雪', motherIdNumber: '33019919750927115X' };
    const json = await birthApplication({ ...mother, ...change });
    const { body } = await operator.call('POST', `/issuers/${BIRTHS}/certificates`, json);
    return String(body['certId']);
  }

  beforeAll(async () => {
    birth = await registered({
      name: '康小宝',
      bornAt: '2020-06-15T08:30',
      certificateNumber: birthCertificate,
    });
    const permits = await Permits.open();
    const cells = permits.cells();
    cells.splice(0, 2, '康小宝', '女');
    cells.splice(3, 2, '2020-06-15', number);
    const permit = permits.application(bridge.service.types.newest('residence-permit'), cells);
    const json = { type: 'residence-permit', ...permit };
    const made = await operator.call('POST', `/issuers/${POLICE}/certificates`, json);
    own = String(made.body['certId']);
  });

  it('shows what their child holds, whom the birth certificate names by the number, until they stop', async () => {
    expect(code(await prove(other, {}))).toBe('422 CHILD_UNPROVED');
    expect(code(await prove(holder, { birthCertificate: 'Z330099999' }))).toBe('422 CHILD_UNPROVED');
    // Of another sex, of another day, and none at all.
    const unlike = ['33019920200615101', '33019920200616102'].map(idNumberOf);
    for (const wrong of [...unlike, '330199202006151020'])
      expect(code(await prove(holder, { number: wrong }))).toBe('422 CHILD_NUMBER_WRONG');
    const made = await prove(holder, { number });
    expect(code(made)).toBe('201');
    const all = made.body['delegations'] as { id: string; certificate: string }[];
    expect(all.map(({ certificate }) => certificate).sort()).toEqual([birth, own].sort());
    const again = (await prove(holder, { number })).body['delegations'] as { id: string }[];
    expect(again.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(await received()).toContainEqual(
      expect.objectContaining({ certificate: own, holder: '康小宝', evidence: birth, items: [] }),
    );
    const delegation = all.find(({ certificate }) => certificate === own)!.id;
    const phone = await Phone.make();
    const carry = async (): Promise<Answer> =>
      holder.call('POST', `/my/delegations/${delegation}/wallet-credentials`, await phone.binding(own));
    const credential = (await carry()).body as unknown as Credential;
    const report = await windowSays(phone, credential, person);
    expect(verdict(report)).toBe('valid OK');
    expect(report.shown?.delegate?.name).toBe(person.name);
    expect(report.certificate?.fields['holderName']).toBe('康小宝');
    expect(code(await other.call('DELETE', `/my/delegations/${delegation}`))).toBe('404 DELEGATION_UNKNOWN');
    expect(code(await holder.call('DELETE', `/my/delegations/${delegation}`))).toBe('200');
    await becomes(bridge, { issuer: POLICE, certId: credential.certId, state: 'revoked' });
    expect(verdict(await windowSays(phone, credential, person))).toBe('invalid WALLET_NOT_VALID');
    expect(code(await carry())).toBe('404 DELEGATION_UNKNOWN');
  });

  it('acts for nobody of age, nor by a birth certificate that does not count any more', async () => {
    await registered({ name: '康大宝', bornAt: '2006-06-15T08:30', certificateNumber: 'Z330012346' });
    expect(code(await prove(holder, { birthCertificate: 'Z330012346' }))).toBe('422 CHILD_OF_AGE');
    const given = (await prove(holder, { number })).body['delegations'] as {
      id: string;
      certificate: string;
    }[];
    expect(given).toHaveLength(2);
    const phone = await Phone.make();
    const carry = async (certificate: string): Promise<Credential> => {
      const { id } = given.find((one) => one.certificate === certificate)!;
      const binding = await phone.binding(certificate);
      const carried = await holder.call('POST', `/my/delegations/${id}/wallet-credentials`, binding);
      return carried.body as unknown as Credential;
    };
    const credential = await carry(own);
    const ofBirth = await carry(birth);
    await endUnproved(bridge.service);
    expect(verdict(await windowSays(phone, credential, person))).toBe('valid OK');
    const path = `/issuers/${BIRTHS}/certificates/${birth}/status`;
    const suspended = await operator.call('POST', path, { state: 'suspended', reason: 'under-review' });
    expect(suspended.status).toBeLessThan(300);
    expect((await received()).filter(({ evidence }) => evidence !== null)).toEqual([]);
    expect(code(await prove(holder, { number }))).toBe('422 CHILD_UNPROVED');
    // What is on the phone already ends with it; one that cannot be ended holds up no other.
    const { database, audit } = bridge.service;
    let attempts = 0;
    const record: typeof audit.record = async (tx, event) => {
      attempts += 1;
      if (attempts === 1) throw new Error('not written down');
      await audit.record(tx, event);
    };
    await expect(endUnproved({ database, audit: { ...audit, record } })).rejects.toThrow(AggregateError);
    const { rows } = await database.query(
      `SELECT state FROM wallet_credentials WHERE encode(cert_id, 'hex') = ANY($1) ORDER BY state`,
      [[credential.certId, ofBirth.certId]],
    );
    expect(rows).toEqual([{ state: 'issued' }, { state: 'revoked' }]);
    await endUnproved(bridge.service);
    await becomes(bridge, { issuer: POLICE, certId: credential.certId, state: 'revoked' });
    expect(verdict(await windowSays(phone, credential, person))).toBe('invalid WALLET_NOT_VALID');
  });
});

describe('one’s own matters', () => {
  it('say which materials one’s certificates cover, and what one promised at a window until when', async () => {
    const hall = await Hall.open(bridge, usccOf('12330199', '00000007'));
    const { body: listed } = await holder.call('GET', '/items');
    const items = listed['items'] as {
      code: string;
      materials: { id: string; commitment?: { kind: string; days: number } }[];
    }[];
    const of = items.flatMap(({ code: at, materials }) =>
      materials.flatMap(({ id, commitment }) => (commitment ? [{ item: at, id, ...commitment }] : [])),
    )[0]!;
    const opened = randomUUID();
    const promise = async (who: ExpectedHolder, id: string): Promise<number> => {
      const open = { method: 'PUT', json: { item: of.item, holder: who } };
      await hall.send('clerk', `/cases/${id}`, open);
      const due = dateAt(Date.now() + 86_400_000);
      const json = { kind: of.kind, due, reason: '正在办理' };
      return (await hall.send('clerk', `/cases/${id}/materials/${of.id}/commitment`, { json })).status;
    };
    expect(await promise(person, opened)).toBe(200);
    expect(await promise({ name: '马梅', number: '520199195201040191' }, randomUUID())).toBe(200);
    const { body } = await holder.call('GET', '/my/matters');
    expect(body['promised']).toMatchObject([
      { case: opened, item: of.item, material: of.id, kind: of.kind, isOverdue: false, hall: hall.code },
    ]);
    const covered = body['covered'] as { item: string; material: string; certificates: string[] }[];
    const [mine, theirs] = [await cards(holder), await cards(other)];
    const inForce = mine.filter(({ inForce: is }) => is).map(({ certId: id }) => id);
    expect(covered.length).toBeGreaterThan(0);
    for (const { certificates } of covered) {
      expect(inForce).toEqual(expect.arrayContaining(certificates));
      expect(theirs.map(({ certId: id }) => id)).not.toEqual(expect.arrayContaining(certificates));
    }
    // A household's move asks for a dwelling, which a title deed of one's own proves.
    const deeds = mine.filter(
      ({ name, copy, inForce: is }) => name === '不动产权证书' && copy === null && is,
    );
    expect(deeds.length).toBeGreaterThan(0);
    expect(
      covered.find(({ item: at, material }) => at === 'household-move' && material === 'dwelling')
        ?.certificates ?? [],
    ).toEqual(expect.arrayContaining(deeds.map(({ certId: id }) => id)));
    for (const table of ['case_commitments', 'case_materials', 'cases'])
      await bridge.service.database.query(`DELETE FROM ${table}`);
    const { rowCount } = await bridge.service.database.query('SELECT FROM case_holders');
    expect(rowCount).toBe(0);
  });
});

describe('whoever comes to a counter without a phone', () => {
  let clerk: Session;
  let second: Session;
  const helper = { name: '马梅', number: '520199195201040191' };
  const until = dateAt(Date.now() + 7 * 86_400_000);
  const of = (path: string): string => `/issuers/${issuer}/certificates/${certId}${path}`;

  beforeAll(async () => {
    clerk = new Session(bridge.url, await bridge.token('clerk'));
    second = new Session(bridge.url, (await secondClerk(bridge)).token);
  });

  it('finds there what they hold, by name and number of their identity card, in the clerk’s scope', async () => {
    const find = (session: Session, who: ExpectedHolder): Promise<Answer> =>
      session.call('POST', '/counter/certificates', { person: who });
    const { body } = await find(clerk, person);
    expect(body['certificates']).toContainEqual(
      expect.objectContaining({ certificate: certId, issuer, inForce: true }),
    );
    const nothing = { certificates: [], waiting: [] };
    expect((await find(clerk, { ...person, name: '康雷' })).body).toEqual(nothing);
    expect((await find(await colleague('clerk', ['0'.repeat(21)]), person)).body).toEqual(nothing);
    expect(code(await find(operator, person))).toBe('403 NOT_ALLOWED');
    const { body: told } = await holder.call('GET', '/my/looks');
    expect(told['looks']).toContainEqual(
      expect.objectContaining({ act: 'counter.searched', roles: ['clerk'] }),
    );
  });

  it('gets the same page of cards', async () => {
    const page = await clerk.file(of('/cards'), { person });
    expect(verdict(await paperSays(page))).toBe('valid OK');
    for (const who of [{ ...person, name: '康雷' }, helper])
      expect(code(await clerk.call('POST', of('/cards'), { person: who }))).toBe('422 HOLDER_NOT_HERE');
  });

  it('lets somebody act for them, once a second clerk has witnessed it', async () => {
    const asked = { person, helper, items: [item], until };
    expect(code(await clerk.call('POST', of('/delegations'), { ...asked, person: helper }))).toBe(
      '422 HOLDER_NOT_HERE',
    );
    // Earlier tests have used up today's delegations of the first certificate.
    await bridge.service.database.query(`UPDATE delegations SET created_at = created_at - interval '1 day'`);
    const made = await clerk.call('POST', of('/delegations'), asked);
    expect(code(made)).toBe('201');
    const id = String(made.body['id']);
    const carry = async (): Promise<string> => {
      const binding = await (await Phone.make()).binding(certId);
      return code(await other.call('POST', `/my/delegations/${id}/wallet-credentials`, binding));
    };
    expect(await carry()).toBe('404 DELEGATION_UNKNOWN');
    const { body } = await second.call('POST', '/counter/certificates', { person });
    expect(body['waiting']).toMatchObject([{ id, certificate: certId, items: [item], until }]);
    const witness = (by: Session, who = person): Promise<Answer> =>
      by.call('POST', of(`/delegations/${id}/witness`), { person: who });
    expect(code(await witness(clerk))).toBe('403 APPROVER_IS_SUBMITTER');
    expect(code(await witness(second, helper))).toBe('422 HOLDER_NOT_HERE');
    expect(code(await witness(second))).toBe('200');
    expect(code(await witness(second))).toBe('404 DELEGATION_UNKNOWN');
    expect(await carry()).toBe('201');
    // The holder sees it in any browser, and takes it back there.
    const { given } = (await holder.call('GET', '/my/delegations')).body as { given: { id: string }[] };
    expect(given.map((one) => one.id)).toContain(id);
    expect(code(await holder.call('DELETE', `/my/delegations/${id}`))).toBe('200');
    expect(await carry()).toBe('404 DELEGATION_UNKNOWN');
  });

  it('has no delegation that somebody wrote into the database, past the clerks', async () => {
    const made = await clerk.call('POST', of('/delegations'), { person, helper, items: [item], until });
    const id = String(made.body['id']);
    await bridge.service.database.query(`UPDATE delegations SET until = until + 1 WHERE id = $1`, [id]);
    expect(code(await second.call('POST', of(`/delegations/${id}/witness`), { person }))).toBe(
      '409 SUBMITTER_UNPROVED',
    );
    await bridge.service.database.query('UPDATE delegations SET withdrawn_at = now() WHERE id = $1', [id]);
  });
});

describe('what an old copy of the database tells', () => {
  it('is nobody’s number to whoever guesses it: what finds a person lies with the keys', async () => {
    const { database } = bridge.service;
    const { rows: known } = await database.query<{ lookup: string }>(
      `SELECT encode(lookup, 'hex') AS lookup FROM holders UNION SELECT encode(lookup, 'hex') FROM audit_subjects`,
    );
    expect(known.length).toBeGreaterThan(1);
    const { rows: columns } = await database.query<{ name: string; column: string }>(
      `SELECT table_name AS name, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'bytea'`,
    );
    const lookups = known.map(({ lookup }) => lookup);
    const telling: string[] = [];
    for (const { name, column } of columns) {
      const { rowCount } = await database.query(
        `SELECT FROM public."${name}" WHERE encode("${column}", 'hex') = ANY($1) LIMIT 1`,
        [lookups],
      );
      if (rowCount !== 0) telling.push(`${name}.${column}`);
    }
    expect(telling).toEqual([]);
  });
});

describe('who looked', () => {
  interface Look {
    readonly record: number;
    readonly act: string;
    readonly purpose: string | null;
    readonly issuer: string;
    readonly roles: string[];
  }
  const looks = async (session: Session): Promise<Look[]> =>
    (await session.call('GET', '/my/looks')).body['looks'] as Look[];

  it('is told to whom it is about, with purpose and as what, and to nobody else', async () => {
    await operator.call('GET', `/issuers/${issuer}/certificates/${certId}/fields`, undefined, {
      purpose: '核对更正申请',
    });
    const [latest] = await looks(holder);
    expect(latest).toMatchObject({
      act: 'fields.seen',
      purpose: '核对更正申请',
      issuer,
      roles: ['operator'],
    });
    expect((await looks(other)).map(({ record }) => record)).not.toContain(latest!.record);
    // What one did oneself is no look; a helper's act is.
    const acts = (await looks(holder)).map(({ act }) => act);
    expect(acts).not.toContain('correction.asked');
    expect(acts).toContain('wallet.minted');
  });

  it('is complained about with the record, which auditors find', async () => {
    const [latest] = await looks(holder);
    const path = `/my/looks/${latest!.record}/complaint`;
    expect(code(await other.call('POST', path, {}))).toBe('404 LOOK_UNKNOWN');
    expect(code(await holder.call('POST', path, { said: '没有办过这件事' }))).toBe('201');
    const auditor = new Session(bridge.url, await bridge.token('auditor'));
    const { body } = await auditor.call('GET', '/audit/records?act=look.complained');
    expect(body['records']).toMatchObject([
      { kind: 'resident', issuer, details: { record: latest!.record, said: '没有办过这件事' } },
    ]);
  });
});

describe.skipIf(missing('chromium'))('the wallet in a browser', { timeout: 300_000 }, () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await launch(join(folder, 'screen.y4m'));
    visitor = await Visitor.arrive(browser, { deviceScaleFactor: 2 });
    page = await visitor.open(bridge.signInLink!);
    await page.goto(`${bridge.url}/auth/residents/sign-in?return=%2Fwallet`);
    await page.getByRole('button', { name: '康雪' }).click();
    await page.waitForURL(`${bridge.url}/wallet`);
    await page.locator('li.card').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    expect(visitor.complaints).toEqual([]);
  });

  it('shows a certificate with the network cable pulled, to a window without one', async () => {
    // An earlier test may have used up the devices of the first one.
    await page.getByRole('button', { name: '放进这台手机' }).last().click();
    await page.getByRole('button', { name: '亮证' }).waitFor();
    await keptOffline(page);
    await bridge.service.feed.update();
    const trustAnchor = parseTrustAnchor(await readFile(bridge.trustAnchor));
    const mirror = await openMirror(new MemoryStore(), { trustAnchor });
    await syncMirror(mirror, { urls: [bridge.url] });
    await visitor.context.setOffline(true);
    await page.reload();
    await page.getByText('现在没有网络').waitFor();
    await page.getByRole('button', { name: '亮证' }).click();
    // What is missing is said by the page, where it is missing, in the reader's language.
    await page.getByRole('button', { name: '出示' }).click();
    await page.getByText('请先选要办的事。').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('item');
    await page.locator('#item').selectOption('household-move');
    await page.getByRole('button', { name: '出示' }).click();
    const code = page.locator('figure svg');
    await code.waitFor();
    const picture = await code.screenshot();
    const verifier = createVerifier({ trustAnchor, mirror });
    const options = { holder: person, showing: { item: 'household-move' } };
    expect(verdict(await verifier.verifyImage(picture, options))).toBe('valid OK');
    expect(
      verdict(await verifier.verifyImage(picture, { ...options, showing: { item: 'senior-card' } })),
    ).toBe('invalid LIVE_CODE_ITEM');
    // It renews itself, still without a network.
    const before = await code.getAttribute('data-text');
    await expect.poll(() => code.getAttribute('data-text')).not.toBe(before);
    await visitor.context.setOffline(false);
    await page.reload();
    await page.locator('li.card').first().waitFor();
  });

  it('is shown to a window: both offline, read from the phone’s screen, whatever the clocks say', async () => {
    const counter = await Visitor.arrive(browser, { viewport: desktop });
    const desk = await counter.open(`${bridge.url}/window/cases`);
    await desk.locator('header .state', { hasText: '账本已更新' }).waitFor();
    await desk.getByRole('button', { name: '户口迁移' }).waitFor();
    await Promise.all([keptOffline(desk), keptOffline(page)]);
    await Promise.all([counter.context.setOffline(true), visitor.context.setOffline(true)]);
    const said = (words: string): Promise<void> =>
      expect.poll(() => desk.locator('section.verdict').innerText()).toContain(words);
    const openItem = async (): Promise<void> => {
      await desk.getByRole('link', { name: '办件' }).click();
      await desk.getByRole('button', { name: '户口迁移' }).click();
      await desk.getByRole('link', { name: '核验', exact: true }).click();
    };
    const compare = async (): Promise<void> => {
      await desk.getByLabel('姓名或名称').fill('康雪');
      await desk.getByLabel('证件号码').fill('33019919750927115X');
      await desk.getByRole('button', { name: '比对' }).click();
    };
    const code = page.locator('figure svg');
    let screen: Buffer = Buffer.alloc(0);
    const show = async (challenge = '', of = 'household-move'): Promise<string> => {
      await page.locator('#item').selectOption(of);
      await page.locator('#challenge').fill(challenge);
      await page.getByRole('button', { name: '出示' }).click();
      await code.waitFor();
      screen = await code.screenshot();
      const [text = ''] = await readQr(screen);
      await page.getByRole('button', { name: '换事项，或填口令' }).click();
      return text;
    };
    // Another phone, whose wallet asks for nothing.
    const another = await Phone.make();
    const its = await bound(another);
    await page.getByRole('button', { name: '亮证' }).click();
    const now = Date.now();
    await Promise.all([stopClock(desk, now), stopClock(page, now)]);

    const first = await show();
    // The window's camera sees what was on the phone's screen.
    await writeFile(join(folder, 'screen.y4m'), await filmOfScreen(desk, screen));
    await desk.getByRole('link', { name: '核验', exact: true }).click();
    await desk.getByRole('button', { name: '用相机扫' }).click();
    await said('尚未选定事项');
    await openItem();
    await said('亮证码须与来人的身份证件核对');
    await compare();
    await said('当前有效');

    // The next person at this window has a picture of it; the page was loaded anew meanwhile.
    await desk.keyboard.press('F9');
    await desk.reload();
    await openItem();
    await stopClock(desk, now + 15_000);
    await paste(desk, first);
    await said('亮证码已用过');

    for (const apart of [4 * 60_000, 8 * 3_600_000]) {
      await stopClock(page, now + apart);
      await paste(desk, await show());
      await said('亮证码不在时限内');
      await desk.getByRole('button', { name: '给出口令' }).click();
      await paste(desk, await show(await desk.getByTestId('challenge').innerText()));
      await said('亮证码须与来人的身份证件核对');
      await compare();
      await said('当前有效');
      expect(await desk.locator('.strip li').count()).toBe(1);
      await desk.keyboard.press('F9');
      await openItem();
    }

    // An item may demand the digits, whatever the clocks say: the window gives them, the wallet asks for them.
    await desk.keyboard.press('F9');
    await stopClock(page, now + 15_000);
    await desk.getByRole('link', { name: '办件' }).click();
    await desk.getByRole('button', { name: '住房公积金异地转移接续' }).click();
    const digits = await desk.getByTestId('challenge').innerText();
    await desk.getByRole('link', { name: '核验', exact: true }).click();
    await paste(desk, await another.show(its, { at: new Date(now + 15_000), item: 'housing-fund-transfer' }));
    await said('亮证码里没有本窗口的口令');
    await page.locator('#item').selectOption('housing-fund-transfer');
    await page.locator('#challenge').fill('');
    await page.getByRole('button', { name: '出示' }).click();
    await page.getByText('请填窗口给出的四位数字').waitFor();
    expect(await code.count()).toBe(0);
    await paste(desk, await show(digits, 'housing-fund-transfer'));
    await said('亮证码须与来人的身份证件核对');

    // Whichever of the two has a network.
    for (const online of [visitor, counter]) {
      await Promise.all([counter.context.setOffline(true), visitor.context.setOffline(true)]);
      await online.context.setOffline(false);
      await desk.keyboard.press('F9');
      await openItem();
      await stopClock(page, online === visitor ? now + 16_000 : now + 17_000);
      await paste(desk, await show());
      await said('亮证码须与来人的身份证件核对');
      await compare();
      await said('当前有效');
    }
    expect(counter.complaints).toEqual([]);
    await counter.leave();
    await visitor.context.setOffline(false);
    await page.reload();
    await page.locator('li.card').first().waitFor();
  });

  it('has nothing that axe-core finds, and fits a phone, in usual and in large text', async () => {
    const found = await findings(page, 'wallet');
    await page.getByRole('button', { name: '大字' }).click();
    expect(await page.locator('nav.three button').allInnerTexts()).toEqual([
      '出示证件',
      '谁看过我的证件',
      '找人帮忙',
    ]);
    found.push(...(await findings(page, 'wallet-elder')));
    await page.getByRole('button', { name: '标准字' }).click();
    await page.getByRole('button', { name: '我的事项' }).click();
    await page.locator('summary', { hasText: '户口迁移' }).click();
    await page.getByText('请带：居民户口簿原件').waitFor();
    found.push(...(await findings(page, 'wallet-matters')));
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('button', { name: '我的设备' }).click();
    await page.locator('summary', { hasText: '代孩子办理' }).click();
    await page.getByRole('button', { name: '开启通行密钥保护' }).waitFor();
    found.push(...(await findings(page, 'wallet-devices')));
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('button', { name: '谁看过我' }).click();
    await page.locator('h1', { hasText: '谁看过我' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: '用于户口迁移' }).first().waitFor();
    found.push(...(await findings(page, 'wallet-looks')));
    expect(found).toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出我的资料' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('personal-data.zip');
    const files = await unzipped(await readFile(await download.path()));
    expect(String(files.get('personal-data.json'))).toContain('33019919750927115X');
  });

  it('says that it loads, may not, cannot or has nothing, and asks nobody who is signed in to sign in', async () => {
    const reader = await Visitor.arrive(browser);
    await reader.context.addCookies(await visitor.context.cookies());
    const own = await reader.open(`${bridge.url}/wallet`);
    const cards = own.locator('li.card');
    const signIn = own.getByRole('link', { name: '登录' });
    await cards.first().waitFor();
    for (const asked of ['session', 'my/certificates']) {
      await own.route(`**/api/v1/${asked}`, (route) => route.fulfill({ status: 502 }), { times: 1 });
      await own.reload();
      await own.getByText('服务暂时没有答复').waitFor();
      expect(await signIn.count()).toBe(0);
      await own.getByRole('button', { name: '再试一次' }).click();
      await cards.first().waitFor();
    }
    const refused = await holder.call('GET', '/people');
    expect(refused.status).toBe(403);
    const answers = await Answers.before(own, JSON.stringify(refused.body));
    for (const [view, nothing] of [
      ['谁看过我', '还没有人看过您的资料。'],
      ['我的事项', '能办什么，要带什么'],
      ['我的设备', '还没有代办授权。'],
    ] as const)
      await saysItsStates(own, answers, {
        ...{ name: `wallet-states-${view}`, nothing },
        async open() {
          await own.goto(`${bridge.url}/wallet`);
          await own.getByRole('button', { name: view }).click();
        },
      });
    await reader.context.clearCookies();
    await own.reload();
    await signIn.waitFor();
    expect(reader.complaints).toEqual([]);
    await reader.leave();
  });

  it('is used by keyboard alone, which stands on the heading of where one is', async () => {
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        const at = document.activeElement;
        return at === document.body ? '' : (at?.textContent.trim() ?? '');
      });
    const reach = (name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> =>
      expect
        .poll(async () => {
          await page.keyboard.press(key);
          return focused();
        })
        .toBe(name);
    const press = async (name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
      await reach(name, key);
      await page.keyboard.press('Enter');
    };
    await page.reload();
    await page.getByRole('button', { name: '亮证' }).waitFor();
    await press('我的事项');
    await expect.poll(focused).toBe('我的事项');
    await press('返回', 'Shift+Tab');
    await expect.poll(focused).toBe('我的证照');
    await press('我的设备');
    await expect.poll(focused).toBe('我的设备');
    await reach('开启通行密钥保护');
    await press('代孩子办理');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Z330099999');
    await press('核对出生证');
    await page.getByText('没有写明您是父母').waitFor();
    await press('返回', 'Shift+Tab');
    await expect.poll(focused).toBe('我的证照');
    await press('亮证');
    await expect.poll(focused).toBe('不动产权证书');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await press('出示');
    await page.locator('figure svg').waitFor();
    await press('返回', 'Shift+Tab');
    await expect.poll(focused).toBe('我的证照');
  });

  it('lets somebody act by a form, and takes it back', async () => {
    await page.reload();
    await page.getByRole('button', { name: '查看' }).last().click();
    await page.getByText('找人帮忙代办').click();
    await page.getByLabel('帮忙人姓名').fill('马梅');
    await page.getByLabel('帮忙人证件号码').fill('520199195201040192');
    await page.getByRole('button', { name: '授权' }).click();
    await page.getByText('代办人的证件号码不对').waitFor();
    await page.getByLabel('帮忙人证件号码').fill('520199195201040191');
    await page.locator('#helper-item').selectOption('household-move');
    await page.getByRole('button', { name: '授权' }).click();
    await page.getByText('已授权').waitFor();
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('button', { name: '我的设备' }).click();
    const given = page.locator('li.card').filter({ hasText: /马梅，不动产权证书/u });
    await given.getByRole('button', { name: '撤回' }).click();
    await given.waitFor({ state: 'detached' });
    expect((await other.call('GET', '/my/delegations')).body['received']).toEqual([]);
    await page.getByRole('button', { name: '返回' }).click();
  });

  it('is not needed at a counter: a clerk finds, prints and lets somebody act, with the identity card', async () => {
    const clerk = await Visitor.arrive(browser, { viewport: desktop });
    const desk = await clerk.open(bridge.signInLink!);
    await desk.getByRole('button', { name: '窗口' }).click();
    await desk.waitForURL(`${bridge.url}/`);
    await desk.goto(`${bridge.url}/window/resident`);
    await desk.getByLabel('姓名').fill('康雪');
    await desk.getByLabel('身份证号码').fill('33019919750927115X');
    await desk.getByRole('button', { name: '查名下证照' }).click();
    const deed = desk.locator('li.card', { hasText: '不动产权证书' }).first();
    await deed.waitFor();
    const saved = desk.waitForEvent('download');
    await deed.getByRole('button', { name: '打印二维码卡' }).click();
    const card = await saved;
    expect(card.suggestedFilename()).toBe('不动产权证书-二维码卡.pdf');
    expect((await paperSays(await readFile(await card.path()))).code).toBe('OK');
    await deed.getByRole('button', { name: '委托别人代办' }).click();
    await desk.getByLabel('代办人姓名').fill('马梅');
    await desk.getByLabel('代办人证件号码').fill('520199195201040191');
    expect(await findings(desk, 'window-resident')).toEqual([]);
    await desk.getByRole('button', { name: '办理授权' }).click();
    await desk.getByText('已登记').waitFor();
    await desk.getByRole('button', { name: '来人在场，我见证' }).click();
    await desk.getByText('请由另一位审核人员处理').first().waitFor();
    expect(clerk.complaints).toEqual([]);
    await clerk.leave();
  });

  it('shows nothing more once this very device was ended, also when it is opened again', async () => {
    await page.reload();
    await page.getByRole('button', { name: '亮证' }).waitFor();
    await page.getByRole('button', { name: '我的设备' }).click();
    const own = page.locator('li.card').filter({ has: page.getByText('设备', { exact: true }) });
    await own.getByRole('button', { name: '停用' }).click();
    await page.getByText('已停用').waitFor();
    await own.waitFor({ state: 'detached' });
    // Items are learned last, when all that is carried was renewed.
    const isOpened = page.waitForResponse(/\/api\/v1\/items$/u);
    await page.reload();
    await isOpened;
    await page.getByRole('button', { name: '放进这台手机' }).first().waitFor();
    expect(await page.getByRole('button', { name: '亮证' }).count()).toBe(0);
  });

  it('shows nothing without the passkey that one may protect it by, offline too, until it is turned off', async () => {
    // A day later: these tests together need more than a day's ten credentials of their one certificate.
    await bridge.service.database.query(
      `UPDATE wallet_credentials SET created_at = created_at - interval '1 day'`,
    );
    const guarded = await Visitor.arrive(browser);
    await guarded.context.addCookies(await visitor.context.cookies());
    const own = await guarded.open(`${bridge.url}/wallet`);
    const authenticators = await guarded.context.newCDPSession(own);
    await authenticators.send('WebAuthn.enable');
    const { authenticatorId } = await authenticators.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...({ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' } as const),
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true },
      },
    });
    await own.getByRole('button', { name: '放进这台手机' }).last().click();
    const show = own.getByRole('button', { name: '亮证' });
    await show.waitFor();
    const protection = async (button: string, done: string): Promise<void> => {
      await own.getByRole('button', { name: '我的设备' }).click();
      await own.getByRole('button', { name: button }).click();
      await own.getByText(done).waitFor();
      await own.getByRole('button', { name: '返回' }).click();
    };
    await protection('开启通行密钥保护', '已开启');
    const kept = await own.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('certbridge-wallet');
        opening.onsuccess = () => resolve(opening.result);
      });
      const found = await new Promise<object>((resolve) => {
        const asking = database.transaction('key').objectStore('key').get('device') as IDBRequest<object>;
        asking.onsuccess = () => resolve(asking.result);
      });
      database.close();
      return Object.keys(found).sort();
    });
    // Of the private key there is nothing else to copy.
    expect(kept).toEqual(['iv', 'passkey', 'publicKey', 'wrapped']);
    const { mirror, trustAnchor } = await mirrorOfToday();
    await keptOffline(own);
    await guarded.context.setOffline(true);
    await own.reload();
    await show.click();
    await own.locator('#item').selectOption('household-move');
    const begin = own.getByRole('button', { name: '出示' });
    const code = own.locator('figure svg');
    await begin.click();
    const text = (await code.getAttribute('data-text')) ?? '';
    const options = { holder: person, showing: { item: 'household-move' } };
    expect(verdict(await createVerifier({ trustAnchor, mirror }).verifyQr(text, options))).toBe('valid OK');
    // Somebody else has the phone now.
    await authenticators.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await own.getByRole('button', { name: '换事项，或填口令' }).click();
    await begin.click();
    await own.getByText('没有用通行密钥确认').waitFor();
    expect(await code.count()).toBe(0);
    await guarded.context.setOffline(false);
    await own.reload();
    await show.waitFor();
    // The passkey is gone: what is on the device is bound to another key.
    await authenticators.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    await protection('关闭通行密钥保护', '已关闭');
    await show.click();
    await own.locator('#item').selectOption('household-move');
    await begin.click();
    await code.waitFor();
    expect(guarded.complaints).toEqual([]);
    await guarded.leave();
  });
});

/** Stops the clock of an open page. @param at milliseconds since 1970 */
function stopClock(page: Page, at: number): Promise<void> {
  return page.evaluate((stopped) => {
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given: readonly number[]) {
        super(...((given.length > 0 ? given : [stopped]) as [number]));
      }
      static override now(): number {
        return stopped;
      }
    } as DateConstructor;
  }, at);
}

/** Text that is pasted wherever the focus is: what of a long code a slow machine may lose is for the scanners' own test. */
function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }));
  }, text);
}
