import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** A token of SoftHSM2 in a folder of its own; this process sees no other. */
export interface SoftHsm {
  readonly settings: NonNullable<KeyStoreOptions['token']>;
  /** Of the configuration and the token. */
  readonly folder: string;
  /** Takes the module away from all who use it in this process, as if it were loaded anew. */
  unload(): void;
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
    remove: async () => {
      await rename(tokens, away);
      await mkdir(tokens);
      otherUser(module).C_Finalize();
    },
    insert: async () => {
      await rm(tokens, { recursive: true });
      await rename(away, tokens);
    },
    close: () => rm(dir, { recursive: true, force: true }),
  };
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
