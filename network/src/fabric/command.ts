import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addProvince } from './add-province.js';
import { down } from './down.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { requirePlan } from './plan.js';
import { printedProgress } from './progress.js';
import { networkStatus, statusTable } from './status.js';
import { up } from './up.js';
import { upgrade } from './upgrade.js';

const EXIT_TROUBLE = 1;
const EXIT_USAGE = 64;

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
}

interface UpFlags {
  dir: string;
  provinces: number;
  orderers?: number;
  consensus: 'bft' | 'raft';
  basePort: number;
}

const dirOption = (): Option => new Option('--dir <folder>', 'the network’s folder').default('data/fabric');

async function printLog(dir: string, name: string, out: NodeJS.WritableStream): Promise<void> {
  const file = new NetworkFolders(dir).log(name);
  try {
    await access(file);
  } catch {
    throw new NetworkError(
      'LOG_ABSENT',
      `There is no process ${name} with a log in ${dir}; “status” lists the names.`,
    );
  }
  await pipeline(createReadStream(file), out, { end: false });
}

function commands(out: NodeJS.WriteStream): Command {
  const program = new Command('network')
    .description('a real Hyperledger Fabric network on this machine')
    .exitOverride();
  program
    .command('up')
    .description('bring the network up, or continue one that is half built or stopped')
    .addOption(dirOption())
    .option('--provinces <n>', 'provinces of a new network', wholeNumber, 3)
    .option('--orderers <n>', 'orderers of a new network (default: 4 with bft, 3 with raft)', wholeNumber)
    .addOption(new Option('--consensus <kind>', 'ordering').choices(['bft', 'raft']).default('bft'))
    .option('--base-port <port>', 'first port to try', wholeNumber, 7050)
    .action(async (flags: UpFlags) => {
      const dir = resolve(flags.dir);
      const orderers = flags.orderers ?? (flags.consensus === 'bft' ? 4 : 3);
      const plan = await up(dir, { ...flags, orderers }, printedProgress(out));
      const files = plan.provinces.map(({ mspId }) => new NetworkFolders(dir).ledgerFile(mspId));
      out.write(
        `\n${statusTable(await networkStatus(dir))}\n\nCERTBRIDGE_LEDGER=${files.join(',')} npm start\n`,
      );
    });
  program
    .command('add-province <name>')
    .description('take a province into the running network, with its authorities, peer and orderer')
    .addOption(dirOption())
    .option('--base-port <port>', 'first port to try', wholeNumber, 7050)
    .option('--threshold <n>', 'of the trust anchor’s successor (default: as it was)', wholeNumber)
    .action(async (mspId: string, flags: { dir: string; basePort: number; threshold?: number }) => {
      const dir = resolve(flags.dir);
      await addProvince(dir, { ...flags, mspId }, printedProgress(out));
      out.write(`\n${statusTable(await networkStatus(dir))}\n`);
    });
  program
    .command('upgrade')
    .description('bring the contract of this checkout to the channel as its next version, without a pause')
    .addOption(dirOption())
    .action(async ({ dir }: { dir: string }) => {
      const plan = await upgrade(resolve(dir), printedProgress(out));
      out.write(`\nversion ${plan.contract.version}, sequence ${plan.contract.sequence}\n`);
    });
  program
    .command('status')
    .description('every process, its height and health')
    .addOption(dirOption())
    .action(async ({ dir }: { dir: string }) => {
      const rows = await networkStatus(resolve(dir));
      out.write(`${statusTable(rows)}\n`);
      if (rows.some((row) => !row.healthy)) process.exitCode = EXIT_TROUBLE;
    });
  program
    .command('logs <name>')
    .description('what a process has written')
    .addOption(dirOption())
    .action(async (name: string, { dir }: { dir: string }) => {
      await requirePlan(resolve(dir));
      await printLog(resolve(dir), name, out);
    });
  program
    .command('down')
    .description('stop every process')
    .addOption(dirOption())
    .option('--wipe', 'then remove the folder, with every key and block in it', false)
    .action(async ({ dir, wipe }: { dir: string; wipe: boolean }) => {
      await down(resolve(dir), { wipe });
    });
  return program;
}

/** Runs the command line; returns the exit code. */
export async function runNetworkCommand(
  argv: readonly string[],
  out: NodeJS.WriteStream,
  err: NodeJS.WritableStream,
): Promise<number> {
  try {
    await commands(out).parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof NetworkError) {
      err.write(`${error.message}\n`);
      return EXIT_TROUBLE;
    }
    const { code, exitCode } = error as { code?: string; exitCode?: number };
    if (code?.startsWith('commander.') === true) return exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
}
