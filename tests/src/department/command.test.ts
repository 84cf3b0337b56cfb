import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage, inRepository } from '../packages.js';
import { runProgram } from '../programs.js';
import type { Ended } from '../programs.js';
import { Office } from './office.js';

const program = inPackage('cli', 'bin', 'certbridge.js');
const sample = inRepository('samples', 'residence-permit.csv');
const type = ['--type', 'residence-permit'];

let office: Office;
beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

/** Runs a line of the shell, in which `certbridge` is the command as installed. */
async function shell(line: string, role = 'operator'): Promise<Ended> {
  const script = `set -o pipefail; certbridge() { "${process.execPath}" "${program}" "$@"; }; ${line}`;
  const env = {
    ...process.env,
    CERTBRIDGE_URL: office.bridge.url,
    CERTBRIDGE_TOKEN: await office.token(role),
  };
  return runProgram('bash', ['-c', script], { cwd: office.folder, env });
}

const said = (...args: string[]): ReturnType<Office['certbridge']> => office.certbridge('operator', args);

const trace = /^\s+at /m;

describe('no stack trace', () => {
  it('where the reader goes away: what is done is done', async () => {
    const ended = await shell('{ certbridge types; certbridge types; } | head -n 1');
    expect(ended.err).toBe('');
    expect(ended.out.split('\n')).toHaveLength(2);
    const silent = await shell('certbridge --help | true');
    expect(silent).toMatchObject({ code: 0, err: '' });
  });

  it('for a folder in the place of a file, a file in the place of a folder, and a file that is not there', async () => {
    await mkdir(join(office.folder, 'folder.csv'));
    await writeFile(join(office.folder, 'file'), '');
    const ended = await Promise.all([
      shell(`certbridge issue folder.csv ${type.join(' ')}`),
      shell(`certbridge issue nowhere.csv ${type.join(' ')}`),
      shell(`certbridge issue ${sample} ${type.join(' ')} --out file`),
      shell(`certbridge preview residence-permit --out file/sample.png`),
      shell(`certbridge preview residence-permit --values folder.csv`),
      shell(`CERTBRIDGE_URL=http://127.0.0.1:1 certbridge types`),
      shell(`CERTBRIDGE_URL=nonsense certbridge types`),
      shell(`CERTBRIDGE_TOKEN= certbridge waiting`),
      shell(`certbridge issue`),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([66, 66, 73, 73, 66, 69, 69, 77, 64]);
    for (const { err } of ended) {
      expect(err).not.toMatch(trace);
      // Chinese first, English beside.
      expect(err).toMatch(/^\p{Script=Han}.*[a-z]/u);
    }
    // Nothing was issued on the way to a folder that cannot be made.
    const { certificates } = (await (
      await fetch(`${office.bridge.url}/api/v1/issuers/${await issuer()}/certificates`, {
        headers: { authorization: `Bearer ${await office.token('operator')}` },
      })
    ).json()) as { certificates: unknown[] };
    expect(certificates).toEqual([]);
  });
});

async function issuer(): Promise<string> {
  const { types } = office.bridge.service;
  const code = types.newest('residence-permit').code;
  const { rows } = await office.bridge.service.database.query<{ code: string }>(
    'SELECT code FROM issuers WHERE $1 = ANY(types)',
    [code],
  );
  return rows[0]?.code ?? '';
}

describe('a final change', () => {
  it('is refused where nobody can be asked, whatever is piped in; --yes makes it', async () => {
    const file = join(office.folder, 'one.csv');
    await writeFile(file, (await shell(`head -n 2 ${sample}`)).out);
    expect((await said('issue', file, ...type, '--out', join(office.folder, 'one'))).code).toBe(0);
    const [name = ''] = (await shell('ls one')).out.trim().split('.pdf');
    const revoke = `certbridge status ${name} revoked --reason data-error`;
    for (const answer of ['n', 'y']) {
      const ended = await shell(`echo ${answer} | ${revoke}`);
      expect(ended).toMatchObject({ code: 64, out: '' });
      expect(ended.err).toMatch(/--yes.*Nothing was changed/);
    }
    expect((JSON.parse((await said('show', name)).out) as { state: string }).state).toBe('issued');
    expect(await shell(`${revoke} --yes`)).toMatchObject({ code: 0, err: '' });
  });
});

describe('names of others', () => {
  it('cannot speak to the reader’s terminal', async () => {
    const code = await issuer();
    const { database } = office.bridge.service;
    const { rows } = await database.query<{ name: string }>('SELECT name FROM issuers WHERE code = $1', [
      code,
    ]);
    const name = '示例市\u001b[2J\u009b31m\u202e公安局';
    const file = join(office.folder, 'two.csv');
    await writeFile(file, (await shell(`sed -n '1p;3p' ${sample}`)).out);
    await database.query('UPDATE issuers SET four_eyes = true WHERE code = $1', [code]);
    expect((await said('issue', file, ...type)).code).toBe(2);
    await database.query('UPDATE issuers SET name = $2 WHERE code = $1', [code, name]);
    const waiting = await office.certbridge('approver', ['waiting']);
    await database.query('UPDATE issuers SET name = $2 WHERE code = $1', [code, rows[0]?.name]);
    expect(waiting.out).toContain('示例市\\u001b[2J\\u009b31m\\u202e公安局');
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(waiting.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('after an approval', () => {
  it('the same command fetches what was issued, and says that it issued nothing', async () => {
    const file = join(office.folder, 'three.csv');
    await writeFile(file, (await shell(`sed -n '1p;4,6p' ${sample}`)).out);
    const again = ['issue', file, ...type, '--out', join(office.folder, 'three')];
    const first = await said(...again);
    expect(first.code).toBe(2);
    expect(first.out).toMatch(/待审核.*waits for approval/);
    const [, id = ''] = /Batch (\S+) waits/.exec(first.out) ?? [];
    expect((await said(...again)).out).toMatch(/已经提交过.*submitted before/);
    expect((await office.certbridge('approver', ['approve', id])).code).toBe(0);
    const second = await said(...again);
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(second.out).toMatch(/没有新签发.*Nothing new: issued on 20\d\d-/);
    expect((await shell('ls three')).out.trim().split('\n')).toHaveLength(3);
  });
});
