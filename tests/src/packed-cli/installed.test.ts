import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { EmptyProject } from '@certbridge/verifier-sdk-fixtures';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { inRepository } from '../packages.js';
import { confirmDevice, signedInAs } from '../people/sign-in.js';
import { runProgram } from '../programs.js';
import type { Ended } from '../programs.js';

/* The command line as npm packs it, installed beside the SDK without this repository, against a running service. */

let office: Office;
let project: EmptyProject;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  [office, project] = await Promise.all([Office.open(), EmptyProject.create(['verifier-sdk', 'cli'])]);
  env = {
    PATH: process.env['PATH'],
    CERTBRIDGE_URL: office.bridge.url,
    XDG_CONFIG_HOME: project.path('config'),
  };
});
afterAll(async () => {
  await office.close();
  await project.remove();
});

const bin = (): string => project.path('node_modules', '.bin', 'certbridge');
const certbridge = (...args: string[]): Promise<Ended> =>
  runProgram(process.execPath, [bin(), ...args], { cwd: project.folder, env });

it('has its licence, its sources and no tests in it', () => {
  const { files } = project.packed('@certbridge/cli');
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE', 'README.md', 'src/index.ts']));
  expect(files.filter((path) => /\.test\.|\.fixture\.|tsbuildinfo/.test(path))).toEqual([]);
});

it('needs nothing of the service: no Koa, PostgreSQL or Fabric is installed with it', async () => {
  const scopes = await readdir(project.path('node_modules', '@certbridge'));
  expect(scopes.sort()).toEqual(['cli', 'verifier-sdk']);
  const installed = await readdir(project.path('node_modules'));
  expect(installed.filter((name) => /^(koa|pg|@koa|@hyperledger|@grpc)$/.test(name))).toEqual([]);
});

it('starts', async () => {
  expect(await certbridge('--help')).toMatchObject({ code: 0, err: '' });
});

it('signs a person in by a browser, and issues for that person', async () => {
  expect((await certbridge('whoami')).code).toBe(77);
  const login = spawn(process.execPath, [bin(), 'login'], { cwd: project.folder, env });
  const ended = once(login, 'exit');
  const errors = text(login.stderr);
  const [shown] = (await once(login.stdout, 'data')) as [Buffer];
  const { browser } = await signedInAs(office.bridge, 'sample-operator');
  await confirmDevice(browser, /http:\S+/.exec(shown.toString())?.[0] ?? '');
  login.stdout.resume();
  expect(await ended, await errors).toEqual([0, null]);
  expect((await certbridge('whoami')).out).toMatch(/经办 林样例[^]*operator/);

  const table = inRepository('samples', 'residence-permit.csv');
  const issued = await certbridge('issue', table, '--type', 'residence-permit', '--out', 'certificates');
  expect(issued).toMatchObject({ code: 0, err: '' });
  const rows = (await readFile(table, 'utf8')).trim().split('\n').length - 1;
  expect((await readdir(project.path('certificates'))).filter((name) => name.endsWith('.pdf'))).toHaveLength(
    rows,
  );
});
