import { Command, InvalidArgumentError } from 'commander';
import { messageOf } from './errors.js';
import { startEmbeddedLedger } from './start.js';

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  }
  return value;
}

interface Options {
  readonly dir: string;
  readonly port: number;
  readonly contract?: string;
  readonly withParent?: boolean;
}

/** Resolves when the process is asked to end. */
async function untilAsked(withParent: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    if (!withParent) return;
    process.stdin.once('end', resolve);
    process.stdin.once('error', () => resolve());
    process.stdin.resume();
  });
}

function fail(error: unknown): never {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}

async function run(options: Options): Promise<void> {
  const asked = untilAsked(options.withParent === true);
  const ledger = await startEmbeddedLedger({
    dir: options.dir,
    port: options.port,
    onHalt: fail,
    ...(options.contract === undefined ? {} : { contractFolder: options.contract }),
  });
  const { endpoint, ledgerFiles, trustAnchorFile } = ledger;
  process.stdout.write(`${JSON.stringify({ ready: true, endpoint, ledgerFiles, trustAnchorFile })}\n`);
  await asked;
  await ledger.close();
}

/** `certbridge-ledger`: prints one line of JSON when ready, and one sentence when it cannot be. */
export async function runLedgerCommand(argv: readonly string[]): Promise<void> {
  const command = new Command('certbridge-ledger')
    .description('The embedded ledger: three sample provinces in one process, for one machine.')
    .requiredOption('--dir <folder>', 'folder of the ledger; made if it is not there')
    .option('--port <number>', 'port on 127.0.0.1; 0 is that of the last run or any free one', port, 0)
    .option('--contract <folder>', 'run another contract than CertBridge, for tests')
    .option('--with-parent', 'end when standard input closes')
    .action(async (options: Options) => {
      await run(options);
      process.exit(0);
    });
  await command.parseAsync([...argv]).catch(fail);
}
