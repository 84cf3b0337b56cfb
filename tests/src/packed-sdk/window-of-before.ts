import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type * as VerifierSdk from '@certbridge/verifier-sdk';

const run = promisify(execFile);

export interface WindowOfBefore {
  readonly sdk: typeof VerifierSdk;
  close(): Promise<void>;
}

/** The SDK as it was packed when the ledger had been amended, installed in a project of its own. */
export async function installWindowOfBefore(): Promise<WindowOfBefore> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'certbridge-window-')));
  const { resolve } = createRequire(import.meta.url);
  const tarball = resolve('@certbridge/verifier-sdk-fixtures/window-of-before.tgz');
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, '.cache')];
  await run('npm', ['install', '--offline', ...quiet, tarball], { cwd: folder });
  const entry = createRequire(join(folder, 'package.json')).resolve('@certbridge/verifier-sdk');
  expect(entry.startsWith(folder)).toBe(true);
  const sdk = (await import(pathToFileURL(entry).href)) as typeof VerifierSdk;
  return { sdk, close: () => rm(folder, { recursive: true, force: true }) };
}
