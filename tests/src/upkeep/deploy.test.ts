import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
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

it('the operator’s pages name only commands that there are', async () => {
  const pages = (await readdir(inRepository('docs', 'operations'))).filter((page) => page.endsWith('.md'));
  const texts = await Promise.all(
    pages.map((page) => readFile(inRepository('docs', 'operations', page), 'utf8')),
  );
  const named = new Set(texts.join().match(/(?<=certbridge-service )[a-z][a-z-]+/g));
  const program = inPackage('service', 'bin', 'certbridge-service.js');
  const { out, code } = await runProgram(process.execPath, [program, 'help']);
  expect(code).toBe(0);
  expect([...named].sort()).toEqual(['backup', 'backup-key', 'doctor', 'restore', 'rewrap']);
  for (const command of named) expect(out).toContain(`certbridge-service ${command} `);
});
