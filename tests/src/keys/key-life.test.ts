import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import type { Said } from '../department/office.js';
import { inRepository } from '../packages.js';
import { missing } from '../requirements.js';
import { sampleIssuers } from '../samples/issuers.js';
import { startDepartmentAuthority } from '../key-sources/department-authority.js';
import type { DepartmentAuthority } from '../key-sources/department-authority.js';

const TYPE = 'residence-permit';
const ISSUER = sampleIssuers.find(({ types }) => types.includes(TYPE))!.code;

let office: Office;
beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

const key = (...args: string[]): Promise<Said> =>
  office.certbridge('administrator', ['key', ...args, '--issuer', ISSUER]);

/** The kids of the keys in one state, by `key list`. */
async function kids(state: string, use = 'certificate'): Promise<string[]> {
  const { out } = await key('list');
  const lines = out.split('\n').filter((line) => line.includes(` ${use} `) && line.includes(` ${state} `));
  return lines.map((line) => line.slice(0, 16));
}

let row = 0;

/** The PDF of one more certificate, anchored. */
async function issueOne(): Promise<Buffer> {
  row += 1;
  const lines = (await readFile(inRepository('samples', `${TYPE}.csv`), 'utf8')).split('\n');
  const file = join(office.folder, `life-${row}.csv`);
  await writeFile(file, [lines[0], lines[row]].join('\n'));
  const out = join(office.folder, `life-${row}`);
  expect(await office.certbridge('operator', ['issue', file, '--type', TYPE, '--out', out])).toMatchObject({
    code: 0,
    err: '',
  });
  return readFile(join(out, (await readdir(out))[0]!));
}

const verdictOf = async (pdf: Uint8Array): Promise<string> => (await office.windowSays(pdf)).code;

describe('a rotation', () => {
  it.each(['certificate', 'credential'])(
    'of the key for %ss goes on issuing, and what was signed stays good',
    async (use) => {
      const before = await issueOne();
      const [old] = await kids('in-use', use);
      const said = await key('rotate', '--use', use);
      expect(said).toMatchObject({ code: 0, err: '' });
      const [now] = await kids('in-use', use);
      expect(now).not.toBe(old);
      expect(said.out).toContain(now);
      expect(await kids('retired', use)).toContain(old);
      const after = await issueOne();
      expect([await verdictOf(before), await verdictOf(after)]).toEqual(['OK', 'OK']);
      const [ledger] = office.bridge.service.ledgers;
      const { keys } = await ledger!.registry(ISSUER);
      expect(keys.find(({ kid }) => kid === now)).toMatchObject({ use });
      expect(keys.find(({ kid }) => kid === old)?.revoked).toBeUndefined();
    },
  );

  it('to a key of another use, an unknown one or one without a certificate is refused by name', async () => {
    const [credential] = await kids('in-use', 'credential');
    expect((await key('rotate', '--kid', credential!)).err).toContain('KEY_OTHER_USE');
    expect((await key('rotate', '--kid', '0'.repeat(16))).err).toContain('KEY_UNKNOWN');
    await key('request', '--out', join(office.folder, 'unanswered.csr'));
    const [requested] = await kids('requested');
    expect((await key('rotate', '--kid', requested!)).err).toContain('KEY_NOT_CERTIFIED');
  });
});

describe('a revocation', () => {
  it('asks first, replaces the key, and no certificate is ever signed with it again', async () => {
    const [old] = await kids('in-use');
    expect((await key('revoke', old!, '--reason', 'lost')).code).toBe(64);
    expect(await kids('in-use')).toEqual([old]);
    expect(await key('revoke', old!, '--reason', 'lost', '--yes')).toMatchObject({ code: 0, err: '' });
    expect(await kids('revoked')).toEqual([old]);
    expect(() => office.bridge.service.keys.usable(old!)).toThrow(
      expect.objectContaining({ code: 'KEY_REVOKED' }) as Error,
    );
    expect(await verdictOf(await issueOne())).toBe('OK');
    expect((await key('rotate', '--kid', old!)).err).toContain('KEY_REVOKED');
  });
});

describe('four eyes', () => {
  it('where the issuer asks for them: nothing changes before a second administrator approves', async () => {
    const { database, people, sessions } = office.bridge.service;
    await database.query('UPDATE issuers SET four_eyes = true WHERE code = $1', [ISSUER]);
    const [old] = await kids('in-use');
    const said = await key('rotate');
    expect(said.code).toBe(2);
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(said.out)![0];
    expect(await kids('in-use')).toEqual([old]);
    expect((await key('waiting')).out).toContain(id);
    expect((await key('approve', id)).err).toContain('APPROVER_IS_SUBMITTER');
    expect(await kids('in-use')).toEqual([old]);
    const second = await people.identify({
      issuer: 'urn:test',
      subject: 'second',
      claims: { roles: ['administrator'], issuers: '*', types: '*' },
    });
    const begun = { via: 'browser', authenticatedAt: new Date() } as const;
    const { token } = await sessions.begin({ person: second.id }, begun);
    const path = `/api/v1/issuers/${ISSUER}/key-changes/${id}/decision`;
    const decided = await fetch(`${office.bridge.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ approve: true }),
    });
    expect(await decided.json()).toMatchObject({ state: 'approved', decidedBy: second.id });
    await expect.poll(() => kids('in-use')).not.toEqual([old]);
    expect((await key('approve', id)).err).toContain('KEY_CHANGE_DECIDED');
    await database.query('UPDATE issuers SET four_eyes = false WHERE code = $1', [ISSUER]);
  });
});

describe.skipIf(missing('openssl'))('keys of the department’s own authority', () => {
  let authority: DepartmentAuthority;
  beforeAll(async () => (authority = await startDepartmentAuthority(join(office.folder, 'department'))));
  afterAll(() => authority.close());

  it('a request, its answer, a rotation: certificates are signed with it, and trusted by the ledger', async () => {
    const csr = join(office.folder, 'request.csr');
    expect(await key('request', '--out', csr)).toMatchObject({ code: 0, err: '' });
    const answer = join(office.folder, 'answer.pem');
    await writeFile(answer, await authority.answer(await readFile(csr, 'utf8'), { days: 29 }));
    const imported = await key('import', answer);
    expect(imported).toMatchObject({ code: 0, err: '' });
    const kid = /--kid ([0-9a-f]{16})/.exec(imported.out)![1]!;
    expect(await key('rotate', '--kid', kid)).toMatchObject({ code: 0, err: '' });
    expect(await kids('in-use')).toEqual([kid]);
    expect(await verdictOf(await issueOne())).toBe('OK');
    // The service cannot certify the next one: the department's authority does.
    expect((await key('rotate')).err).toContain('KEY_CERTIFICATE_NEEDED');
  });

  it('warns before its certificate ends: in the list, the API and the metrics', async () => {
    const [kid] = await kids('in-use');
    expect((await key('list')).out).toMatch(new RegExp(`^${kid!}.* 30 天内到期 ends within 30 days$`, 'm'));
    const metrics = await (await fetch(`${office.bridge.url}/metrics`)).text();
    const line = new RegExp(
      `certbridge_key_certificate_end_seconds\\{issuer="${ISSUER}",kid="${kid!}",use="certificate"\\} (\\d+)`,
    );
    const left = Number(line.exec(metrics)![1]) - Date.now() / 1000;
    expect(left / 86_400).toBeGreaterThan(28);
    expect(left / 86_400).toBeLessThan(30);
  });

  it.each(['P-256', 'RSA'] as const)('a key file (%s) is imported, and signs', async (kind) => {
    const { bytes, passphrase } = await authority.keyFile(kind);
    const [file, words] = [join(office.folder, `${kind}.p12`), join(office.folder, `${kind}.txt`)];
    await writeFile(file, bytes);
    await writeFile(words, `${passphrase}\n`);
    expect((await key('import', file)).err).toContain('--passphrase-file');
    const imported = await key('import', file, '--passphrase-file', words);
    expect(imported).toMatchObject({ code: 0, err: '' });
    const kid = /--kid ([0-9a-f]{16})/.exec(imported.out)![1]!;
    expect(await key('rotate', '--kid', kid)).toMatchObject({ code: 0, err: '' });
    expect(await kids('in-use')).toContain(kid);
    expect(await verdictOf(await issueOne())).toBe('OK');
  });

  it('revoked, issuing waits for the next one, and then goes on with what waited', async () => {
    const used = await kids('in-use');
    for (const kid of used) {
      expect(await key('revoke', kid, '--reason', 'lost', '--yes')).toMatchObject({ code: 0, err: '' });
    }
    const { issuing } = office.bridge.service;
    row += 1;
    const waiting = issueOne();
    const { bytes, passphrase } = await authority.keyFile('P-256');
    const [file, words] = [join(office.folder, 'next.p12'), join(office.folder, 'next.txt')];
    await writeFile(file, bytes);
    await writeFile(words, passphrase);
    await expect
      .poll(async () => (await issuing.batches(ISSUER)).filter(({ state }) => state === 'issuing').length)
      .toBe(1);
    const imported = await key('import', file, '--passphrase-file', words);
    const kid = /--kid ([0-9a-f]{16})/.exec(imported.out)![1]!;
    expect(await key('rotate', '--kid', kid)).toMatchObject({ code: 0, err: '' });
    // The PDFs' key was RSA, and is revoked too: P-256 signs both from now on.
    expect(await kids('in-use')).toEqual([kid]);
    expect(await verdictOf(await waiting)).toBe('OK');
  });
});

describe('a ledger that is away', () => {
  it('a revocation counts here at once, and is brought to the ledger when it is back', async () => {
    const [old] = await kids('in-use', 'credential');
    await office.bridge.stopLedger();
    const said = await key('revoke', old!, '--reason', 'key-compromise', '--yes');
    expect(said).toMatchObject({ code: 2, err: '' });
    expect(await kids('revoked', 'credential')).toContain(old);
    await office.stop();
    await office.startAgain();
    const [ledger] = office.bridge.service.ledgers;
    await expect
      .poll(async () => (await ledger!.registry(ISSUER)).keys.find(({ kid }) => kid === old)?.revoked?.reason)
      .toBe('key-compromise');
    await expect.poll(() => kids('in-use', 'credential')).not.toContain(old);
    expect((await key('waiting')).out).toContain('No change of keys waits');
  });
});
