import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addProvince } from './add-province.js';
import { deploymentCommands } from './deployment/commands.js';
import { isMemberFolder } from './deployment/member.js';
import { down } from './down.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { established, requirePlan } from './plan/index.js';
import type { PlanOptions } from './plan/index.js';
import { printedProgress } from './progress.js';
import { renew } from './renew.js';
import { replaceKey } from './replace-key.js';
import { isWell, networkStatus, statusTable } from './status.js';
import { up } from './up.js';
import { upgrade } from './upgrade.js';

const EXIT_TROUBLE = 1;
const EXIT_USAGE = 64;

/** Where the command is typed, and where it writes. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WritableStream;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
}

const dirOption = (): Option => new Option('--dir <folder>', 'the network’s folder').default('data/fabric');
const portOption = (): Option =>
  new Option('--base-port <port>', 'first port to try').argParser(wholeNumber).default(7050);

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

/** Every key and block would be gone for good: a person says so, or a script by --yes. */
async function confirmWipe(dir: string, { input, out }: Terminal): Promise<void> {
  const remedy = 'Nothing was done. Give --yes to wipe without being asked.';
  if (!input.isTTY) throw new NetworkError('WIPE_UNCONFIRMED', `--wipe removes ${dir} for good. ${remedy}`);
  const lines = createInterface({ input, output: out });
  try {
    const answer = await lines.question(
      `将永久删除 ${dir} 内的全部密钥与区块。\nEvery key and block in ${dir} will be gone for good. Type wipe to go on: `,
    );
    if (answer.trim() !== 'wipe') throw new NetworkError('WIPE_UNCONFIRMED', remedy);
  } finally {
    lines.close();
  }
}

async function tellStatus(dir: string, out: NodeJS.WritableStream): Promise<void> {
  out.write(`\n${statusTable(await networkStatus(dir))}\n`);
}

function lifecycle(program: Command, { out }: Terminal): void {
  program
    .command('up')
    .description('bring the network up, or continue one that is half built or stopped')
    .addOption(dirOption())
    .option('--provinces <n>', 'provinces of a new network (3 unless given)', wholeNumber)
    .option('--orderers <n>', 'orderers of a new network (4 with bft, 3 with raft)', wholeNumber)
    .addOption(new Option('--consensus <kind>', 'ordering (bft unless given)').choices(['bft', 'raft']))
    .option('--peers <n>', 'peers of each province (1 unless given)', wholeNumber)
    .addOption(portOption())
    .action(async (flags: { dir: string } & Partial<PlanOptions>) => {
      const { dir: given, ...options } = flags;
      const dir = resolve(given);
      const plan = await up(dir, options, printedProgress(out));
      await tellStatus(dir, out);
      if (plan.joining !== undefined)
        out.write(`\n${plan.joining} is joining: finish with “add-province ${plan.joining}”.\n`);
      if (plan.upgrade !== undefined) out.write('\nAn upgrade is under way: finish with “upgrade”.\n');
      const files = established(plan).provinces.map(({ mspId }) => new NetworkFolders(dir).ledgerFile(mspId));
      out.write(`\nCERTBRIDGE_LEDGER=${files.join(',')} npm start\n`);
    });
  program
    .command('add-province <name>')
    .description(
      'take a province (Jiangsu or 江苏) into the running network, with authorities, peer and orderer',
    )
    .addOption(dirOption())
    .addOption(portOption())
    .option('--threshold <n>', 'of the trust anchor’s successor (default: as it was)', wholeNumber)
    .action(async (name: string, flags: { dir: string; basePort: number; threshold?: number }) => {
      const dir = resolve(flags.dir);
      await addProvince(dir, { ...flags, name }, printedProgress(out));
      await tellStatus(dir, out);
    });
  program
    .command('upgrade')
    .description('bring the contract of this checkout to the channel as its next version, without a pause')
    .addOption(dirOption())
    .action(async ({ dir }: { dir: string }) => {
      const plan = await upgrade(resolve(dir), printedProgress(out));
      out.write(`\nversion ${plan.contract.version}, sequence ${plan.contract.sequence}\n`);
    });
}

function renewal(program: Command, { out }: Terminal): void {
  program
    .command('renew')
    .description('renew every certificate below the authorities, and restart node after node')
    .addOption(dirOption())
    .action(async ({ dir }: { dir: string }) => {
      await renew(resolve(dir), printedProgress(out));
      await tellStatus(resolve(dir), out);
    });
}

function replacement(program: Command, { out }: Terminal): void {
  program
    .command('replace-key <member>')
    .description(
      'another key for a peer, an orderer, an administrator or a service (peer0.ZhejiangMSP, orderer1, admin.ZhejiangMSP) whose own may be known to others; the old one is revoked',
    )
    .addOption(dirOption())
    .action(async (name: string, { dir }: { dir: string }) => {
      await replaceKey(resolve(dir), name, printedProgress(out));
      await tellStatus(resolve(dir), out);
      out.write(
        '\n重启本省证桥服务，使其改用新密钥。Restart the service of the province: it reads keys when it starts.\n',
      );
    });
}

function operation(program: Command, terminal: Terminal): void {
  const { out } = terminal;
  program
    .command('status')
    .description('every process, its height and health')
    .addOption(dirOption())
    .action(async ({ dir }: { dir: string }) => {
      const status = await networkStatus(resolve(dir));
      out.write(`${statusTable(status)}\n`);
      if (!isWell(status)) process.exitCode = EXIT_TROUBLE;
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
    .option('--yes', 'wipe without being asked', false)
    .action(async (flags: { dir: string; wipe: boolean; yes: boolean }) => {
      const dir = resolve(flags.dir);
      await requirePlan(dir);
      if (flags.wipe && !flags.yes) await confirmWipe(dir, terminal);
      await down(dir, flags);
    });
}

/** The folder of one organisation has but one organisation's keys: what works on whole networks is not for it. */
async function refuseMemberFolder(command: Command): Promise<void> {
  const { dir } = command.opts<{ dir?: string }>();
  if (dir === undefined || command.parent?.name() === 'member') return;
  if (await isMemberFolder(resolve(dir)))
    throw new NetworkError(
      'MEMBER_FOLDER',
      `${resolve(dir)} is one organisation's part of a network over several machines: its README.md has its steps.`,
    );
}

function commands(terminal: Terminal): Command {
  const program = new Command('network')
    .description('a real Hyperledger Fabric network: on this machine, or planned for many')
    .exitOverride()
    .hook('preAction', (_program, command) => refuseMemberFolder(command));
  lifecycle(program, terminal);
  renewal(program, terminal);
  replacement(program, terminal);
  operation(program, terminal);
  deploymentCommands(program, terminal.out);
  return program;
}

/** Runs the command line; returns the exit code. */
export async function runNetworkCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await commands(terminal).parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof NetworkError) {
      terminal.err.write(`${error.message}\n`);
      return EXIT_TROUBLE;
    }
    const { code, exitCode } = error as { code?: string; exitCode?: number };
    if (code?.startsWith('commander.') === true) return exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
}
