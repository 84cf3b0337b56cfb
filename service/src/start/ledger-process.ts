import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

const PATIENCE = 60_000;

/** @throws EmbeddedLedgerFailed */
export async function startLedgerProcess(options: { dir: string; port?: number }): Promise<LedgerProcess> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const port = options.port === undefined ? [] : ['--port', String(options.port)];
  const child = spawn(process.execPath, [program(), '--dir', options.dir, ...port, '--with-parent'], {
    // The open stdin is how it learns of our end, SIGKILL included.
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C reaches the whole foreground group: the ledger must outlive the last entry.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const { endpoint, ledgerFiles, trustAnchorFile } = await ready(
    child,
    ended,
    join(options.dir, 'ledger.log'),
  );
  return {
    endpoint,
    ledgerFiles,
    trustAnchorFile,
    pid: child.pid ?? 0,
    ended,
    async close() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

function ready(
  child: ChildProcess,
  ended: Promise<void>,
  logFile: string,
): Promise<z.output<typeof readyLine>> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new TypeError('spawned with pipes');
  const log = createWriteStream(logFile, { mode: 0o600 });
  log.on('error', () => undefined);
  stderr.pipe(log);
  const said: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    said.push(line);
    if (said.length > 20) said.shift();
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(
        new EmbeddedLedgerFailed(
          `The embedded ledger was not ready after ${PATIENCE / 1000} s; see ${logFile}.`,
        ),
      );
    }, PATIENCE);
    createInterface({ input: stdout }).on('line', (line) => {
      const parsed = readyLine.safeParse(parse(line));
      if (!parsed.success) return;
      clearTimeout(timer);
      resolve(parsed.data);
    });
    void ended.then(() => {
      clearTimeout(timer);
      reject(
        new EmbeddedLedgerFailed(`The embedded ledger did not start: ${said.at(-1) ?? 'it ended at once'}`),
      );
    });
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
