import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { KeyStoreOptions } from '@certbridge/service/certificates/signing';

const run = promisify(execFile);

const MODULES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];
const TOKEN = 'certbridge-test';
const PIN = '1234-correct';

/** A token of SoftHSM2 in a folder of its own; this process and its children see no other. */
export interface SoftHsm {
  readonly settings: NonNullable<KeyStoreOptions['token']>;
  /** Of the configuration and the token. */
  readonly folder: string;
  /** Takes the module away from all who use it in this process itself, as if it were loaded anew. */
  unload(): void;
  /** Does something to each process that this one began to load the module in, and gives their number. */
  signal(signal: 'SIGKILL' | 'SIGSTOP'): Promise<number>;
  /** The token is gone from its slot, until {@link insert}. */
  remove(): Promise<void>;
  insert(): Promise<void>;
  close(): Promise<void>;
}

export async function openSoftHsm(): Promise<SoftHsm> {
  const dir = await mkdtemp(join(tmpdir(), 'cb-softhsm-'));
  const [tokens, away] = [join(dir, 'tokens'), join(dir, 'away')];
  await mkdir(tokens);
  const configuration = join(dir, 'softhsm2.conf');
  await writeFile(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  // The module reads it from the process that loads it.
  process.env['SOFTHSM2_CONF'] = configuration;
  const named = ['--label', TOKEN, '--so-pin', 'so-pin-1234', '--pin', PIN];
  await run('softhsm2-util', ['--init-token', '--free', ...named]);
  const module = MODULES.find((path) => existsSync(path));
  if (module === undefined) throw new Error('the library of SoftHSM2 is in none of its usual places');
  return {
    settings: { module, token: TOKEN, pin: PIN },
    folder: dir,
    unload: () => otherUser(module).C_Finalize(),
    signal: (signal) => signalUsers(module, signal),
    remove: async () => {
      await rename(tokens, away);
      await mkdir(tokens);
      // A module knows its tokens from when it was loaded.
      await signalUsers(module, 'SIGKILL');
    },
    insert: async () => {
      await rm(tokens, { recursive: true });
      await rename(away, tokens);
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
}

async function signalUsers(module: string, signal: 'SIGKILL' | 'SIGSTOP'): Promise<number> {
  let signalled = 0;
  for (const pid of await readdir('/proc')) {
    const about = (name: string): Promise<string> =>
      readFile(join('/proc', pid, name), 'utf8').catch(() => '');
    if (!(await about('status')).includes(`\nPPid:\t${process.pid}\n`)) continue;
    if (!(await about('maps')).includes(basename(module))) continue;
    process.kill(Number(pid), signal);
    signalled += 1;
  }
  return signalled;
}

interface Library {
  load(path: string): void;
  C_Finalize(): void;
}

/** The same library in this process: one Cryptoki, whoever calls it. */
function otherUser(module: string): Library {
  const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { PKCS11: new () => Library };
  const library = new PKCS11();
  library.load(module);
  return library;
}
