import { X509Certificate, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import type { RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { runCertbridge } from '@certbridge/cli';
import { ManagedProcess } from '@certbridge/network/processes';
import { readSettings } from '@certbridge/service/platform/settings';
import { keysOfOlderMasters, openKeptProtection, rewrapKeys } from '@certbridge/service/people/personal-data';
import { openDatabase, useEmbeddedPostgres } from '@certbridge/service/platform/database';
import { startCertBridge, wrappedKeys } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restore } from '@certbridge/service/upkeep/backup';
import { checks, examine, examinePostgres } from '@certbridge/service/upkeep/doctor';
import type { Check, Finding } from '@certbridge/service/upkeep/doctor';
import { hallTls } from '@certbridge/service/upkeep/hall-tls';
import { freePort } from '../free-port.js';
import { inPackage, inRepository } from '../packages.js';
import { runProgram } from '../programs.js';
import type { Ended } from '../programs.js';
import { missing } from '../requirements.js';

const program = inPackage('service', 'bin', 'certbridge-service.js');
const verifier = inPackage('verifier-sdk', 'bin', 'certbridge-verify.js');

/** Of the example of a proxy. */
const PUBLIC_NAME = 'certificates.example.cn';

let folder = '';
let bridge: CertBridge | undefined;
const at = (...path: string[]): string => join(folder, ...path);

function start(data: string, environment: NodeJS.ProcessEnv = {}): Promise<CertBridge> {
  const settings = readSettings({
    ...environment,
    CERTBRIDGE_DATA: at(data),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_HOSTS: PUBLIC_NAME,
  });
  return startCertBridge({ settings, seed: 'certificates', throwAway: true });
}

async function stop(): Promise<void> {
  await bridge?.close();
  bridge = undefined;
}

/** One of the operator's commands, for the service of a data folder. */
function operate(data: string, settings: Record<string, string>, ...args: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'], CERTBRIDGE_DATA: at(data), ...settings };
  return runProgram(process.execPath, [program, ...args], { cwd: folder, env });
}
let backups: Readonly<Record<string, string>> = {};

/** Issues a row of the example, and gives its PDF once it is anchored. */
async function issue(row: number): Promise<string> {
  const rows = (await readFile(inRepository('samples', 'business-licence.csv'), 'utf8')).split('\n');
  const out = at('issued', String(row));
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'row.csv'), `${rows[0] ?? ''}\n${rows[row] ?? ''}\n`);
  const environment = { CERTBRIDGE_URL: bridge!.url, CERTBRIDGE_TOKEN: await bridge!.token('operator') };
  let said = '';
  const write = (text: string): void => void (said += text);
  const terminal = { isTTY: false, ask: undefined, write, writeError: write };
  const args = ['issue', join(out, 'row.csv'), '--type', 'business-licence', '--out', out];
  expect(await runCertbridge(args, environment, terminal), said).toBe(0);
  const [pdf = 'none'] = (await readdir(out)).filter((file) => file.endsWith('.pdf'));
  return join(out, pdf);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-lost-'));
  bridge = await start('data');
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

/** The two files of the backup that was made first in a folder. */
async function backupFiles(folder = 'backups'): Promise<[main: string, keys: string]> {
  const files = (await readdir(at(folder))).sort().map((file) => at(folder, file));
  const keys = files.find((file) => file.endsWith('.keys.tar.gz.age'));
  const main = files.find((file) => file.endsWith('Z.tar.gz.age'));
  return [main ?? 'none', keys ?? 'none'];
}

describe('what operators watch', () => {
  const metrics = async (): Promise<string> => (await fetch(`${bridge?.url ?? ''}/metrics`)).text();
  const deployed = (name: string): Promise<string> =>
    readFile(inPackage('service', 'deploy', 'monitoring', name), 'utf8');

  it.each(['alerts.yml', 'dashboard.json'])('has every figure that %s names', async (name) => {
    const named = new Set((await deployed(name)).match(/\b(?:certbridge|process|nodejs)_[a-z0-9_]+/g));
    const served = [...(await metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, of = '', type]) =>
      type === 'histogram' ? [`${of}_bucket`, `${of}_count`, `${of}_sum`] : [of],
    );
    expect(named.size).toBeGreaterThan(10);
    expect([...named].filter((figure) => !served.includes(figure))).toEqual([]);
  });

  it('tells of all that waits, ends and was done', async () => {
    const text = await metrics();
    for (const part of ['database', 'keyModule', 'keys', 'timestamps', 'ledger']) {
      expect(text).toContain(`certbridge_part_up{part="${part}"} 1`);
    }
    expect(text).toMatch(/^certbridge_mint_seconds_count\{step="sign"\} [1-9]/m);
    expect(text).toMatch(/^certbridge_audit_sealed [1-9]/m);
    expect(text).toMatch(/^certbridge_disk_free_bytes [1-9]/m);
    expect(text).toContain('certbridge_batches{state="issuing"} 0');
    const end =
      /^certbridge_ledger_identity_end_timestamp_seconds\{province="ZhejiangMSP",identity="service"\} (\S+)$/m;
    expect(Number(end.exec(text)?.[1])).toBeGreaterThan(Date.now() / 1000);
    const beat = /^certbridge_beat_timestamp_seconds\{province="ZhejiangMSP"\} (\S+)$/m;
    await expect
      .poll(async () => Number(beat.exec(await metrics())?.[1]), { timeout: 60_000 })
      .toBeGreaterThan(0);
    expect(text).not.toMatch(/^certbridge_backup_timestamp_seconds /m);
    const refused = 'certbridge_refusals_total{status="404",code="ROUTE_UNKNOWN"}';
    expect(text).not.toContain(refused);
    await fetch(`${bridge?.url ?? ''}/nowhere`);
    expect(await metrics()).toContain(`${refused} 1`);
  });
});

describe.skipIf(missing('nginx') || missing('openssl'))('the example of nginx', () => {
  it('serves the service by TLS, keeps its figures to the machine, and leads plain http to TLS', async () => {
    const certificate = at('tls.pem');
    const subject = ['-subj', `/CN=${PUBLIC_NAME}`, '-addext', `subjectAltName=DNS:${PUBLIC_NAME}`];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('tls.key')];
    const request = ['req', '-x509', '-days', '2', ...key, '-out', certificate, ...subject];
    expect((await runProgram('openssl', request)).code).toBe(0);
    const plain = await freePort();
    let secure = await freePort();
    while (secure === plain) secure = await freePort();
    const example = await readFile(inPackage('service', 'deploy', 'nginx', 'certbridge.conf'), 'utf8');
    const here = example
      .replace('127.0.0.1:8080', new URL(bridge?.url ?? '').host)
      .replace('listen 80;', `listen 127.0.0.1:${plain};`)
      .replace('listen 443 ', `listen 127.0.0.1:${secure} `)
      .replace('/etc/certbridge/tls/chain.pem', certificate)
      .replace('/etc/certbridge/tls/key.pem', at('tls.key'));
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (what) => `${what}_temp_path ${at(`nginx-${what}`)};`,
    );
    await writeFile(
      at('nginx.conf'),
      `daemon off; pid ${at('nginx.pid')}; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')}\n${here} }\n`,
    );
    const args = ['-e', 'stderr', '-c', at('nginx.conf')];
    expect(await runProgram('nginx', ['-t', '-q', ...args])).toMatchObject({ code: 0 });
    const nginx = new ManagedProcess({
      command: () => ({ program: 'nginx', args }),
      output: 'lines',
      stop: { signal: 'SIGTERM', graceMs: 30_000, force: 'SIGKILL' },
    });
    nginx.start();
    try {
      const ca = await readFile(certificate);
      const ask = (path: string): Promise<number | undefined> =>
        new Promise((resolve, reject) => {
          const options = { host: '127.0.0.1', port: secure, path, ca, servername: PUBLIC_NAME };
          get({ ...options, headers: { host: PUBLIC_NAME } }, (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          }).once('error', reject);
        });
      await expect.poll(() => ask('/readyz').catch(() => 0)).toBe(200);
      expect(await ask('/metrics')).toBe(404);
      const led = await fetch(`http://127.0.0.1:${plain}/v`, { redirect: 'manual' });
      expect([led.status, led.headers.get('location')?.startsWith('https://')]).toEqual([308, true]);
    } finally {
      await nginx.stop();
    }
  });
});

const found = async (environment: NodeJS.ProcessEnv): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for await (const finding of examine({ CERTBRIDGE_DATA: at('data'), ...environment }))
    findings.push(finding);
  return findings;
};
const of = (check: Check, findings: readonly Finding[]): Finding[] =>
  findings.filter((finding) => finding.check === check);

describe('the doctor', () => {
  it('examines every part of a running service', async () => {
    const { port } = new URL(bridge?.url ?? '');
    await expect
      .poll(async () => (await fetch(`${bridge?.url ?? ''}/feed/checkpoint.json`)).status)
      .toBe(200);
    const ended = await operate('data', { CERTBRIDGE_PORT: port, CERTBRIDGE_PROT: port }, 'doctor');
    expect(ended, ended.out).toMatchObject({ code: 0, err: '' });
    for (const check of checks) expect(ended.out).toMatch(new RegExp(`^[✓!] \\S+ \\w+ +${check} `, 'm'));
    expect(ended.out).toMatch(
      /! 注意 warning {2}settings +CERTBRIDGE_PROT 不是设置，不起作用：是否应为 CERTBRIDGE_PORT/,
    );
    expect(ended.out).toMatch(/ledger +ZhejiangMSP 的账本有答复，与数据库相符/);
    expect(ended.out).toMatch(/keys +正在使用的 [1-9]\d* 把密钥都在/);
  });

  it('says what is wrong with each part, and the remedy; never a password', async () => {
    const findings = await found({
      DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:9/certbridge',
      CERTBRIDGE_DEVELOPMENT: 'yes',
      CERTBRIDGE_FONTS: at('no-font.ttf'),
      CERTBRIDGE_LEDGER: at('no-ledger.json'),
      CERTBRIDGE_TIMESTAMPS: 'http://127.0.0.1:9',
      CERTBRIDGE_PUBLIC_URL: 'https://127.0.0.1:9',
      CERTBRIDGE_BACKUPS: at('backups'),
      CERTBRIDGE_BACKUP_RECIPIENTS: `age1${'q'.repeat(58)}`,
    });
    expect(JSON.stringify(findings)).not.toContain('hunter2');
    const wrong: [Check, RegExp][] = [
      ['database', /127\.0\.0\.1:9\/certbridge does not answer.*firewall/],
      ['fonts', /CERTBRIDGE_FONTS/],
      ['ledger', /no-ledger\.json/],
      ['timestamps', /127\.0\.0\.1:9.*CERTBRIDGE_TIMESTAMPS/],
      ['tls', /fails \(ECONNREFUSED\)/],
      ['backups', /no backup yet/],
    ];
    for (const [check, says] of wrong) {
      expect(of(check, findings)).toMatchObject([
        { state: 'fault', says: { en: expect.stringMatching(says) as string } },
      ]);
    }
    await chmod(at('data', 'keys', 'master.key'), 0o644);
    expect(of('keys', await found({}))[0]?.says.en).toContain('run chmod go=');
    await chmod(at('data', 'keys', 'master.key'), 0o600);
    expect(
      of('tls', await found({ CERTBRIDGE_PUBLIC_URL: 'http://window', CERTBRIDGE_DEVELOPMENT: 'yes' })),
    ).toMatchObject([{ state: 'fault' }]);
    expect(await found({ CERTBRIDGE_PORT: 'x' })).toContainEqual(
      expect.objectContaining({ check: 'settings', state: 'fault' }),
    );
    expect([examinePostgres(15, '15.4').state, examinePostgres(18, '18.4').state]).toEqual([
      'warning',
      'well',
    ]);
  });
});

describe('a machine that is lost', () => {
  /** PDFs: of before the backup, and of while it was made. */
  let before = '';
  let meanwhile = '';

  it('is backed up while it issues, in two files that only the key kept elsewhere opens', async () => {
    const made = await operate('data', {}, 'backup-key', at('identity'));
    const [setting = ''] = made.out.split('\n').filter((line) => line.includes('RECIPIENTS='));
    backups = {
      CERTBRIDGE_BACKUPS: at('backups'),
      CERTBRIDGE_BACKUP_RECIPIENTS: setting.split('=')[1] ?? '',
    };
    expect((await stat(at('identity'))).mode & 0o077).toBe(0);
    const expired = 'certbridge-20200101T023000Z.keys.tar.gz.age';
    await mkdir(at('backups'));
    await writeFile(at('backups', expired), '');
    before = await issue(2);
    const { backup } = await bridge!.service.database.transaction(async (tx) => {
      await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      // A backup reads certificates before these, and their documents after them.
      await tx.query('LOCK TABLE corrections IN ACCESS EXCLUSIVE MODE');
      const backup = operate('data', backups, 'backup');
      const waiting = 'SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted';
      await expect
        .poll(async () => (await tx.query(waiting, ['corrections'])).rowCount, { timeout: 60_000 })
        .toBe(1);
      meanwhile = await issue(3);
      return { backup };
    });
    const ended = await backup;
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain(expired);
    expect(await readdir(at('backups'))).not.toContain(expired);
    for (const file of await backupFiles()) {
      const bytes = await readFile(file, 'latin1');
      expect(bytes.startsWith('age-encryption.org/v1\n')).toBe(true);
      expect((await stat(file)).mode & 0o077).toBe(0);
    }
    await cp(at('data', 'samples'), at('kept'), { recursive: true });
  });

  it.skipIf(missing('age'))('opens without this program: age, gzip and tar', async () => {
    const [main, keys] = await backupFiles();
    const opened = async (file: string): Promise<string> => {
      const folded = await runProgram('sh', ['-c', 'age -d -i "$0" "$1" | tar tzf -', at('identity'), file]);
      expect(folded).toMatchObject({ code: 0, err: '' });
      return folded.out;
    };
    expect(await opened(main)).toMatch(
      /^backup\.json\n[^]*tables\/public\/certificates\/[^]*files\/keys\/master\.key\n/,
    );
    expect(await opened(main)).not.toContain('certbridge_keys');
    expect(await opened(keys)).toMatch(/tables\/certbridge_keys\/holders\/000001\n/);
    expect(await opened(keys)).not.toMatch(/tables\/public|files\//);
  });

  it('is not restored from a backup that is cut short, of other files, for another key, or over what is there', async () => {
    const [main, keys] = await backupFiles();
    await cp(main, at('cut'));
    const handle = await open(at('cut'), 'r+');
    await handle.truncate((await handle.stat()).size - 70_000);
    await handle.close();
    await operate('data', {}, 'backup-key', at('other-identity'));
    await operate('data', { ...backups, CERTBRIDGE_BACKUPS: at('later') }, 'backup');
    const [, laterKeys] = await backupFiles('later');
    const tried = (
      files: [string, string],
      identity = 'identity',
      data = 'other',
      environment: NodeJS.ProcessEnv = {},
    ): Promise<unknown> =>
      restore(readSettings({ ...environment, CERTBRIDGE_DATA: at(data) }), {
        ...{ main: files[0], keys: files[1] },
        identityFile: at(identity),
      }).then(
        () => 'restored',
        (error: unknown) => (error as { code?: unknown }).code,
      );
    expect(await tried([at('cut'), keys])).toBe('BACKUP_UNREADABLE');
    expect(await tried([keys, main])).toBe('BACKUP_OTHER');
    expect(await tried([main, laterKeys])).toBe('BACKUPS_DIFFER');
    expect(await tried([main, keys], 'other-identity')).toBe('BACKUP_UNREADABLE');
    expect(await tried([main, keys], 'none')).toBe('IDENTITY_UNREADABLE');
    expect(await readdir(at('other')).catch(() => [])).toEqual([]);
    expect(await tried([main, keys], 'identity', 'data')).toBe('RESTORE_TARGET_IN_USE');
    const away = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:9/certbridge', CERTBRIDGE_DEVELOPMENT: 'yes' };
    expect(await tried([main, keys], 'identity', 'other', away)).toBe('DATABASE_UNAVAILABLE');
  });

  it('comes back into a PostgreSQL of one’s own, as it was at one moment, as long as that is empty', async () => {
    const [main, keys] = await backupFiles();
    const server = await useEmbeddedPostgres({ dir: at('data', 'postgres') });
    const superuser = openDatabase({ url: server.url });
    await superuser.query("CREATE ROLE elsewhere LOGIN PASSWORD 'elsewhere'");
    await superuser.query('CREATE DATABASE elsewhere OWNER elsewhere');
    await superuser.close();
    const DATABASE_URL = `postgresql://elsewhere:elsewhere@${new URL(server.url).host}/elsewhere`;
    const into = (data: string): Promise<unknown> => {
      const settings = { CERTBRIDGE_DATA: at(data), DATABASE_URL, CERTBRIDGE_DEVELOPMENT: 'yes' };
      return restore(readSettings(settings), { main, keys, identityFile: at('identity') });
    };
    const findings = await found({ DATABASE_URL, CERTBRIDGE_DEVELOPMENT: 'yes' });
    expect(of('database', findings)).toMatchObject([
      { state: 'well' },
      { state: 'fault', says: { zh: expect.stringMatching(/还没有表.*启动一次服务/) as string } },
    ]);
    expect(of('keys', findings)).toEqual([]);
    expect(of('ledger', findings).map(({ state }) => state)).not.toContain('fault');
    await into('elsewhere');
    expect((await readdir(at('elsewhere'))).sort()).toEqual(['keys', 'ledger']);

    const copy = openDatabase({ url: DATABASE_URL });
    const { rows } = await copy.query<{ identifier: string }>(
      'SELECT identifier FROM certificates JOIN documents USING (cert_id) JOIN certbridge_keys.holders h ON h.id = holder',
    );
    await copy.close();
    const identifiers = rows.map(({ identifier }) => identifier);
    expect(identifiers).toContain(basename(before, '.pdf'));
    expect(identifiers).not.toContain(basename(meanwhile, '.pdf'));

    await expect(into('again')).rejects.toMatchObject({ code: 'RESTORE_TARGET_IN_USE' });
  });

  it('comes back elsewhere: every certificate verifies, and new ones are issued', async () => {
    await stop();
    await rename(at('data'), at('gone'));
    const files = await backupFiles();
    const restored = await operate('new', {}, 'restore', ...files, '--identity', at('identity'));
    expect(restored).toMatchObject({ code: 0, err: '' });
    bridge = await start('new');
    const anew = await issue(1);
    const window = ['--trust', bridge.trustAnchor, '--mirror', at('mirror')];
    const run = (...words: string[]): Promise<Ended> => runProgram(process.execPath, [verifier, ...words]);
    expect((await run('sync', ...window, bridge.url)).code).toBe(0);
    const samples = (await readdir(at('kept'))).filter((file) => file.endsWith('.pdf'));
    expect(samples.length).toBeGreaterThan(7);
    const pdfs = [...samples.map((file) => at('kept', file)), before, anew];
    const verified = await run('--offline', ...window, ...pdfs);
    expect(verified, verified.out).toMatchObject({ code: 0 });
    const { rows } = await bridge.service.database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_constraint WHERE contype = 'f' AND NOT convalidated",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe('a start that lacks a part which its database was used with', () => {
  it.each([
    ['ledger', 'DATABASE_OF_ANOTHER_NETWORK'],
    ['keys/master.key', 'MASTER_KEY_DIFFERS'],
  ])('of %s refuses, instead of beginning it anew', async (part, code) => {
    await stop();
    await rename(at('new', part), at('part'));
    await expect(start('new')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('certbridge-service restore') as string,
    });
    await rm(at('new', part), { recursive: true });
    await rename(at('part'), at('new', part));
  });
});

const tlsOf = (hall: string): Record<string, string> => ({
  CERTBRIDGE_TLS_CERTIFICATE: at('tls', hall, 'chain.pem'),
  CERTBRIDGE_TLS_KEY: at('tls', hall, 'key.pem'),
});

describe('TLS for a hall', () => {
  it('is made with an authority that certifies the names of its server alone', async () => {
    const folder = at('tls', 'hall');
    const made = await operate('new', {}, 'tls', folder, PUBLIC_NAME, '10.20.30.40');
    expect(made).toMatchObject({ code: 0, err: '' });
    const [setting = ''] = made.out.split('\n').filter((line) => line.includes('CERTIFICATE='));
    expect(setting).toBe(`CERTBRIDGE_TLS_CERTIFICATE=${tlsOf('hall')['CERTBRIDGE_TLS_CERTIFICATE'] ?? ''}`);
    const root = new X509Certificate(await readFile(join(folder, 'authority.crt')));
    expect(made.out).toContain(root.fingerprint256);
    expect(await readFile(join(folder, 'install.txt'), 'utf8')).toContain(root.fingerprint256);
    for (const key of ['authority.key', 'key.pem'])
      expect((await stat(join(folder, key))).mode & 0o077, key).toBe(0);

    // Renewed, the certificate is another, and its key the same.
    const before = await readFile(join(folder, 'chain.pem'));
    await hallTls(folder, []);
    const [one, other] = [before, await readFile(join(folder, 'chain.pem'))].map(
      (file) => new X509Certificate(file),
    );
    expect(other?.publicKey.equals(one!.publicKey)).toBe(true);
    expect(other?.serialNumber).not.toBe(one?.serialNumber);
    expect(other?.subjectAltName).toBe(
      `DNS:${PUBLIC_NAME}, IP Address:10.20.30.40, DNS:localhost, IP Address:127.0.0.1`,
    );

    const refused = (to: string, ...names: string[]): Promise<unknown> =>
      hallTls(to, names).then(
        () => 'made',
        (error: unknown) => (error as { code?: unknown }).code,
      );
    expect(await refused(folder, 'other.example.cn')).toBe('TLS_FOLDER_IN_USE');
    expect(await refused(at('tls', 'none'))).toBe('TLS_AUTHORITY_MISSING');
    for (const name of ['https://hall', 'hall:8443', '::1', ''])
      expect(await refused(at('tls', 'none'), name), name).toBe('TLS_NAME_REFUSED');
  });

  it.skipIf(missing('openssl'))('does not let a stolen authority stand in for another website', async () => {
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      at('stolen.key'),
    ];
    const authority = [
      '-CA',
      at('tls', 'hall', 'authority.crt'),
      '-CAkey',
      at('tls', 'hall', 'authority.key'),
    ];
    const verified = async (name: string): Promise<Ended> => {
      const names = ['-subj', '/CN=x', '-addext', `subjectAltName=${name}`];
      const made = ['req', '-x509', '-days', '2', ...key, ...authority, '-out', at('stolen.pem'), ...names];
      expect((await runProgram('openssl', made)).code).toBe(0);
      return runProgram('openssl', [
        'verify',
        '-CAfile',
        at('tls', 'hall', 'authority.crt'),
        at('stolen.pem'),
      ]);
    };
    expect(await verified(`DNS:${PUBLIC_NAME}`)).toMatchObject({ code: 0 });
    for (const name of ['DNS:bank.example.com', 'IP:10.20.30.41']) {
      expect((await verified(name)).err, name).toMatch(/permitted subtree violation/);
    }
  });
});

describe('a master key that is replaced', () => {
  const masterKey = (): string => at('new', 'keys', 'master.key');
  const certificates = async (): Promise<unknown[]> => {
    const { database, issuing } = bridge!.service;
    const { rows } = await database.query<{ issuer: string; id: string }>(
      `SELECT issuer, encode(cert_id, 'hex') AS id FROM certificates WHERE fields IS NOT NULL ORDER BY cert_id`,
    );
    return Promise.all(
      rows.map(async ({ issuer, id }) => (await issuing.openCertificate(issuer, id)).fields),
    );
  };

  it('gives every key to the new one, a part after a kill, and can be forgotten then', async () => {
    bridge = await start('new');
    const before = await certificates();
    const found = bridge.service.protection.lookup('holder-number', '330106199001011234');
    await stop();
    const old = (await readFile(masterKey(), 'utf8')).trim();
    await writeFile(masterKey(), `${randomBytes(32).toString('base64')}\n`);

    // Without the old one nothing of it opens, and that is said.
    await expect(start('new')).rejects.toMatchObject({ code: 'MASTER_KEY_DIFFERS' });
    const killed = new AbortController();
    bridge = await start('new', { CERTBRIDGE_OLD_MASTER_KEYS: old });
    const { database, protection } = bridge.service;
    const left = async (): Promise<number> =>
      [...(await keysOfOlderMasters(database, protection, wrappedKeys))].reduce((sum, [, n]) => sum + n, 0);
    // The service does it by itself.
    await expect.poll(left, { timeout: 60_000 }).toBe(0);
    const { rows: withKeys } = await database.query<{ schema: string; name: string }>(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.columns
       WHERE column_name = 'wrapped_key' AND table_name <> 'service_keys'`,
    );
    expect(withKeys.map(({ name }) => name).sort()).toEqual(wrappedKeys.map(({ table }) => table).sort());
    // None lies beside what it encrypts, where it would come back with any old copy of it.
    expect(new Set(withKeys.map(({ schema }) => schema))).toEqual(new Set(['certbridge_keys']));
    expect(await certificates()).toEqual(before);
    await stop();

    // Another time by the command, of which only a part was done.
    const second = (await readFile(masterKey(), 'utf8')).trim();
    const third = randomBytes(32).toString('base64');
    await writeFile(masterKey(), `${third}\n`);
    const source = await useEmbeddedPostgres({ dir: at('new', 'postgres') });
    const alone = openDatabase({ url: source.url });
    const keys = [Buffer.from(third, 'base64'), Buffer.from(second, 'base64')] as const;
    const opened = await openKeptProtection(alone, keys);
    const some = await rewrapKeys(
      {
        ...{ database: alone, protection: opened, tables: wrappedKeys, chunk: 1 },
        onChunk: () => killed.abort(),
      },
      killed.signal,
    );
    expect(some).toBe(1);
    await alone.close();
    await source.close();
    const ended = await operate('new', { CERTBRIDGE_OLD_MASTER_KEYS: second }, 'rewrap');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('CERTBRIDGE_OLD_MASTER_KEYS can go');

    bridge = await start('new', tlsOf('hall'));
    expect(await certificates()).toEqual(before);
    expect(bridge.service.protection.lookup('holder-number', '330106199001011234')).toEqual(found);
  });
});

/** The start of the test before serves by TLS. */
describe('TLS by the service itself', () => {
  const asked = async (options: RequestOptions = {}): Promise<IncomingMessage> => {
    const ca = await readFile(at('tls', 'hall', 'authority.crt'));
    const to = {
      host: '127.0.0.1',
      port: new URL(bridge!.url).port,
      servername: PUBLIC_NAME,
      path: '/readyz',
    };
    const request = get({ ...to, ca, agent: false, headers: { host: PUBLIC_NAME }, ...options });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    return answer;
  };
  const secured = ({ socket }: IncomingMessage): TLSSocket => {
    if (!(socket instanceof TLSSocket)) throw new TypeError('this answer came without TLS');
    return socket;
  };
  const serial = async (): Promise<string> => secured(await asked()).getPeerCertificate().serialNumber;

  it('is TLS 1.2 at least, tells browsers to stay with it, and is all that the port speaks', async () => {
    expect(bridge!.url).toMatch(/^https:/);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const answer = await asked({ minVersion: version, maxVersion: version });
      expect([answer.statusCode, secured(answer).getProtocol()]).toEqual([200, version]);
      expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(asked(old)).rejects.toThrow(/protocol version|ECONNRESET|hang up/);
    await expect(fetch(bridge!.url.replace('https:', 'http:'))).rejects.toThrow();
    expect((await asked()).statusCode).toBe(200);
  });

  it('goes on with a renewed certificate without a restart, and never with one that its key does not fit', async () => {
    const before = await serial();
    await hallTls(at('tls', 'other'), ['other.example.cn']);
    const chain = await readFile(at('tls', 'hall', 'chain.pem'));
    await cp(at('tls', 'other', 'chain.pem'), at('tls', 'hall', 'chain.pem'));
    const [said] = of('tls', await found(tlsOf('hall')));
    expect(said).toMatchObject({
      state: 'fault',
      says: { en: expect.stringMatching(/TLS certificate .* cannot be used/) as string },
    });
    await writeFile(at('tls', 'hall', 'chain.pem'), chain);
    await hallTls(at('tls', 'hall'), []);
    await expect.poll(serial, { timeout: 60_000 }).not.toBe(before);
    expect((await asked()).statusCode).toBe(200);
  });

  it('is examined by the doctor', async () => {
    const port = new URL(bridge!.url).port;
    const environment = {
      ...tlsOf('hall'),
      CERTBRIDGE_PORT: port,
      CERTBRIDGE_PUBLIC_URL: `https://127.0.0.1:${port}`,
    };
    const findings = await found({
      ...environment,
      CERTBRIDGE_DATA: at('new'),
      CERTBRIDGE_DEVELOPMENT: 'yes',
    });
    expect(of('tls', findings)).toMatchObject([{ state: 'well' }]);
    expect(of('service', findings)).toMatchObject([{ state: 'well' }]);
  });
});
