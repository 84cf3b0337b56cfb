import { stat, unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedLedgerError, systemCode } from './errors.js';

/**
 * Holds a folder for one process. The hold is a socket named after the folder's device and inode, which the system
 * lets go of when the process ends, however it ends. On Linux it has no file; elsewhere a stale file is removed.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `certbridge-ledger-${dev}-${ino}`;
  const path = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const server = (await listen(path)) ?? (await listenAgain(path));
  if (server === undefined) {
    throw new EmbeddedLedgerError(
      'FOLDER_IN_USE',
      `The ledger folder ${folder} is in use by another process: stop that ledger first, or name another folder.`,
    );
  }
  return async () => {
    await new Promise((resolve) => server.close(resolve));
  };
}

async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (systemCode(error) === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

/** Where the socket is a file it may be a dead process's: nobody answers, so it goes. */
async function listenAgain(path: string): Promise<Server | undefined> {
  if (path.startsWith('\0') || (await answers(path))) return undefined;
  await unlink(path).catch(() => undefined);
  return listen(path);
}

async function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
