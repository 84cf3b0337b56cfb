import { createRequire } from 'node:module';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import { z } from 'zod';
import { Problem } from '../platform/problems/index.js';

/** The embedded ledger as a process of its own: it goes on when the service is killed in a test. */
export interface LedgerProcess {
  readonly endpoint: string;
  /** Ledger files by MSP. */
  readonly ledgerFiles: Readonly<Record<string, string>>;
  readonly trustAnchorFile: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

export class EmbeddedLedgerFailed extends Problem {
  constructor(message: string, cause?: unknown) {
    super('internal', 'EMBEDDED_LEDGER_FAILED', message, { cause });
  }
}

const readyLine = z.object({
  ready: z.literal(true),
  endpoint: z.string(),
  ledgerFiles: z.record(z.string(), z.string()),
  trustAnchorFile: z.string(),
});

const program = (): string =>
  join(createRequire(import.meta.url).resolve('@certbridge/network'), '../../bin/certbridge-ledger.js');

const START_TIMEOUT_MS = 180_000;

/** @throws EmbeddedLedgerFailed */
export async function startLedgerProcess(options: { dir: string; port?: number }): Promise<LedgerProcess> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const port = options.port === undefined ? [] : ['--port', String(options.port)];
  const args = [program(), '--dir', options.dir, ...port, '--with-parent'];
  const ledger = new ManagedProcess({
    command: () => ({ program: process.execPath, args }),
    output: 'lines',
    tiedToUs: true,
    // It must outlive the last entry.
    detached: true,
    stop: { signal: 'SIGTERM', graceMs: 10_000, force: 'SIGKILL' },
  });
  const ended = new Promise<void>((resolve) => ledger.once('end', () => resolve()));
  const said = logErrors(ledger, join(options.dir, 'ledger.log'));
  ledger.start();
  const { pid = 0 } = ledger;
  const { endpoint, ledgerFiles, trustAnchorFile } = await ready(ledger, said);
  return { endpoint, ledgerFiles, trustAnchorFile, pid, ended, close: () => ledger.stop() };
}

/** Writes what the ledger says on standard error into a file; what it said last is kept for a failed start. */
function logErrors(ledger: ManagedProcess, file: string): { file: string; last?: string } {
  const log = createWriteStream(file, { mode: 0o600 });
  log.on('error', () => undefined);
  const said: { file: string; last?: string } = { file };
  ledger.on('line', (line, from) => {
    if (from !== 'stderr') return;
    said.last = line;
    log.write(`${line}\n`);
  });
  ledger.once('end', () => log.end());
  return said;
}

async function ready(
  ledger: ManagedProcess,
  said: { readonly file: string; readonly last?: string },
): Promise<z.output<typeof readyLine>> {
  const late = AbortSignal.timeout(START_TIMEOUT_MS);
  const kill = (): void => ledger.kill('SIGKILL');
  late.addEventListener('abort', kill);
  try {
    return await ledger.ready((line) => readyLine.safeParse(parse(line)).data);
  } catch (cause) {
    const why = late.aborted
      ? `was not ready after ${START_TIMEOUT_MS / 1000} s; see ${said.file}.`
      : `did not start: ${said.last ?? 'it ended at once'}`;
    throw new EmbeddedLedgerFailed(`The embedded ledger ${why}`, cause);
  } finally {
    late.removeEventListener('abort', kill);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
