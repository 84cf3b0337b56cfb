import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage, inRepository } from '../packages.js';
import { runProgram } from '../programs.js';
import { missing } from '../requirements.js';

const deployed = (...path: string[]): string => inPackage('service', 'deploy', ...path);

it('the example of settings names settings only, and is one of a production service', () => {
  const settings = readSettings({
    NODE_ENV: 'production',
    CERTBRIDGE_SETTINGS: deployed('settings.example'),
  });
  expect(settings).toMatchObject({ isDevelopment: false, certifiesKeys: false });
  expect(settings.backups?.recipients).toHaveLength(1);
});

it('an image takes nothing along that Git ignores, such as keys and data of whoever builds it', async () => {
  const [git, image] = await Promise.all(
    ['.gitignore', '.dockerignore'].map(async (name) =>
      (await readFile(inRepository(name), 'utf8')).trim().split('\n'),
    ),
  );
  // From the root, or in every folder.
  const ignored = git?.map((line) =>
    (line.startsWith('/') ? line.slice(1) : `**/${line}`).replace(/\/$/, ''),
  );
  expect(image?.filter((line) => !line.startsWith('#'))).toEqual(['.git', ...(ignored ?? [])]);
});

describe.skipIf(missing('systemd-analyze'))('the units', () => {
  let folder = '';
  const unit = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certbridge-units-'));
    await mkdir(folder, { recursive: true });
    for (const file of await readdir(deployed('systemd'))) {
      const text = await readFile(deployed('systemd', file), 'utf8');
      // The program lies where the tests run.
      await writeFile(unit(file), text.replaceAll('/opt/certbridge/', `${inRepository()}/`));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are taken by systemd without a word', async () => {
    const units = await readdir(folder);
    expect(units).toHaveLength(3);
    const verify = ['verify', '--man=no', '--recursive-errors=no', ...units.map(unit)];
    const { code, out, err } = await runProgram('systemd-analyze', verify);
    const said = `${out}${err}`.split('\n').filter((line) => line.includes('certbridge'));
    expect({ code, said }).toEqual({ code: 0, said: [] });
  });

  it.each(['certbridge.service', 'certbridge-backup.service'])('%s leaves little exposed', async (name) => {
    // Of 100: without hardening it is 96.
    const rate = ['security', '--offline=true', '--threshold=20', '--no-pager', unit(name)];
    const rated = await runProgram('systemd-analyze', rate);
    expect(rated.code, rated.out).toBe(0);
  });
});

/** The lines of a page's blocks of commands, without their remarks. */
const commandsOf = (page: string): string[] =>
  [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +# .*$/, '')),
  );

const operations = (name: string): Promise<string> =>
  readFile(inRepository('docs', 'operations', name), 'utf8');

it('the operator’s pages have the same commands in both languages', async () => {
  const pages = (await readdir(inRepository('docs', 'operations'))).filter((name) => !name.includes('zh-CN'));
  const commands = await Promise.all(pages.map(async (page) => commandsOf(await operations(page))));
  expect(commands.flat().length).toBeGreaterThan(20);
  // Where others have words of their own for a place.
  const alike = (lines: string[]): string[] =>
    lines.map((line) => line.replaceAll(/\{[^}]+\}|https:\/\/[^/]+/g, '…'));
  for (const [at, page] of pages.entries()) {
    const chinese = commandsOf(await operations(page.replace('.md', '.zh-CN.md')));
    expect(alike(chinese), page).toEqual(alike(commands[at] ?? []));
  }
});

describe.skipIf(missing('systemd-analyze'))('the guide’s installation', () => {
  /** What takes a machine of its own (its users, its PostgreSQL, a systemd that runs), or is run by other tests. */
  const ELSEWHERE =
    /^(?:useradd|git|sudo -u postgres|systemctl|npm run|export|npx certbridge|npx certbridge-service tls) /;
  const nowhere = {
    CERTBRIDGE_PUBLIC_URL: 'https://127.0.0.1:9',
    CERTBRIDGE_TIMESTAMPS: 'http://127.0.0.1:9',
  };
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'certbridge-root-'));
    for (const there of ['etc/systemd/system', 'etc/nginx/conf.d', 'var/lib', 'var/backups'])
      await mkdir(join(root, there), { recursive: true });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('puts everything where units and nginx look for it, and the doctor says what lacks', async () => {
    const lines = commandsOf(await operations('running.md'));
    const here = lines.filter((line) => !ELSEWHERE.test(line));
    expect(here).toHaveLength(4);
    const script = here
      .join('\n')
      .replaceAll(/(?<= |=)\/(?=etc\/|var\/)/g, `${root}/`)
      .replaceAll(' -o certbridge', '');
    const { code, out } = await runProgram('sh', ['-ec', script], {
      cwd: inRepository(),
      env: { PATH: process.env['PATH'], ...nowhere },
    });
    // The example's ledger, database and provider are nowhere.
    expect(code).toBe(1);
    for (const check of ['settings', 'ledger', 'database', 'timestamps', 'tls'])
      expect(out).toMatch(new RegExp(` ${check} `));
    expect((await stat(join(root, 'etc/certbridge/settings'))).mode & 0o077).toBe(0);
    expect(await readdir(join(root, 'etc/nginx/conf.d'))).toEqual(['certbridge.conf']);
    const enabled = await runProgram('systemctl', [
      `--root=${root}`,
      'enable',
      'certbridge',
      'certbridge-backup.timer',
    ]);
    expect(enabled.code, enabled.err).toBe(0);
    expect(lines.join('\n')).toContain('systemctl enable --now certbridge certbridge-backup.timer');
    expect(await readdir(join(root, 'etc/systemd/system/multi-user.target.wants'))).toEqual([
      'certbridge.service',
    ]);
    expect(await readdir(join(root, 'etc/systemd/system/timers.target.wants'))).toEqual([
      'certbridge-backup.timer',
    ]);
  });
});

it('the operator’s pages name only commands that there are', async () => {
  const pages = (await readdir(inRepository('docs', 'operations'))).filter((page) => page.endsWith('.md'));
  const texts = await Promise.all(
    pages.map((page) => readFile(inRepository('docs', 'operations', page), 'utf8')),
  );
  const named = new Set(texts.join().match(/(?<=certbridge-service )[a-z][a-z-]+/g));
  const program = inPackage('service', 'bin', 'certbridge-service.js');
  const { out, code } = await runProgram(process.execPath, [program, 'help']);
  expect(code).toBe(0);
  expect([...named].sort()).toEqual(['backup', 'backup-key', 'doctor', 'restore', 'rewrap', 'tls']);
  for (const command of named) expect(out).toContain(`certbridge-service ${command} `);
});
