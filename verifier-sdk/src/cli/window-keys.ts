import { open } from 'node:fs/promises';

import { FormatError } from '../formats/error.js';
import { jwkThumbprint, parseWindowKeys } from '../formats/jwk.js';
import type { WindowKey } from '../formats/jwk.js';
import { isErrorCode } from '../node/atomic.js';
import { readFileBounded, writeFileAtomically } from '../node/index.js';
import {
  createWindowKey,
  parsePrivateWindowKey,
  publicWindowKey,
  windowSigner,
} from '../verification-receipts/index.js';
import type { WindowSigner } from '../verification-receipts/index.js';
import { UsageError } from './error.js';
import { pad, printable } from './terminal.js';

const MAX_BYTES = 4 * 1024 * 1024;

const row = (label: string, value: string): string => `${pad(label, 24)}${printable(value)}`;

/** `window-key create`: a new private key in a file of its owner's alone, and the public one beside it. */
export async function createKeyFiles(options: {
  readonly out: string;
  readonly public: string;
  readonly name?: string;
}): Promise<string> {
  const key = await createWindowKey();
  const { name } = options;
  const publicKey: WindowKey = {
    ...publicWindowKey(key),
    ...(name !== undefined && { name }),
    nbf: Math.floor(Date.now() / 1000),
  };
  await writeNew(options.out, `${JSON.stringify(key, null, 2)}\n`);
  await writeFileAtomically(options.public, `${JSON.stringify({ keys: [publicKey] }, null, 2)}\n`);
  return [
    row('私钥 Private key', options.out),
    row('公钥 Public key', options.public),
    row('指纹 Fingerprint', await jwkThumbprint(publicKey)),
  ].join('\n');
}

/** A key is never written over another: receipts of the other could no longer be made. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const exists = isErrorCode(cause, 'EEXIST');
    throw new UsageError(
      exists ? `“${path}”已存在，不予覆盖。` : `无法写入“${path}”。`,
      exists ? `“${path}” is there already and is not written over.` : `“${path}” cannot be written.`,
      { cause },
    );
  }
}

/** `window-key show`: the fingerprints by which keys are pinned. */
export async function showKeys(path: string): Promise<string> {
  const keys = await readWindowKeysFile(path);
  const shown = await Promise.all(
    keys.map(async (key) =>
      [
        row('窗口 Window', key.name ?? '—'),
        row('指纹 Fingerprint', await jwkThumbprint(key)),
        row('有效期 Life', `${instant(key.nbf)} – ${instant(key.exp)}`),
      ].join('\n'),
    ),
  );
  return shown.join('\n\n');
}

const instant = (seconds: number | undefined): string =>
  seconds === undefined ? '…' : new Date(seconds * 1000).toISOString();

async function readKeyFile<T>(path: string, parse: (bytes: Uint8Array) => T | Promise<T>): Promise<T> {
  let bytes: Uint8Array;
  try {
    bytes = await readFileBounded(path, MAX_BYTES);
  } catch (cause) {
    throw new UsageError(
      `读不到窗口密钥“${path}”，可用 certbridge-verify window-key create 生成。`,
      `The window key “${path}” cannot be read; certbridge-verify window-key create makes one.`,
      { cause },
    );
  }
  try {
    return await parse(bytes);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new UsageError(`“${path}”不是窗口密钥。`, `“${path}” is not a window key: ${cause.message}.`, {
      cause,
    });
  }
}

/** The pinned public keys of windows. */
export function readWindowKeysFile(path: string): Promise<readonly WindowKey[]> {
  return readKeyFile(path, parseWindowKeys);
}

/** A signer with the private key in a file. */
export function readSignerFile(path: string): Promise<WindowSigner> {
  return readKeyFile(path, (bytes) => windowSigner(parsePrivateWindowKey(bytes)));
}
