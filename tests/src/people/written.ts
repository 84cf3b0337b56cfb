import { spawnSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** Keeps what a log (pino) writes from now on, besides writing it nowhere. */
export function keepLog(log: object, lines: string[]): void {
  const symbol = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream');
  const stream = symbol && (log as Record<symbol, { write(line: string): unknown }>)[symbol];
  if (!stream) throw new TypeError('this is no log of pino');
  stream.write = (line) => lines.push(line);
}

/** The files below a folder in which one of the texts stands, whatever else they are. */
export function filesWith(folder: string, texts: readonly string[]): string[] {
  const found = spawnSync('grep', ['-rlaF', '-f', '-', folder], {
    input: texts.join('\n'),
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  });
  if (found.status !== 0 && found.status !== 1) throw new Error(`grep ended with ${found.stderr}`);
  return found.stdout.split('\n').filter((line) => line !== '');
}

/** The files of a ZIP, by their names. */
export async function unzipped(archive: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  const opened = await yauzl.fromBufferPromise(Buffer.from(archive));
  const files = new Map<string, Buffer>();
  for await (const entry of opened.eachEntry()) {
    files.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)));
  }
  return files;
}
