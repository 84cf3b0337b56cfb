import { Command, CommanderError, InvalidArgumentError } from 'commander';

import { software } from '../verification-receipts/software.js';
import { UsageError } from './error.js';
import { checkUrls, syncFolder } from './mirror.js';
import { DEFAULT_WINDOW_KEYS } from './receipt-trust.js';
import { checkReceipts } from './receipts.js';
import type { Terminal } from './terminal.js';
import { describeTrustAnchor, readTrustAnchorFile, renderTrustAnchor } from './trust.js';
import { verifyFiles } from './verify.js';
import type { VerifyCommand } from './verify.js';
import { createKeyFiles, showKeys } from './window-keys.js';

/** Exit code of sysexits.h for a command that was used wrongly. */
const USAGE = 64;
const DEFAULT_TRUST = './trust-anchor.json';
const DEFAULT_MIRROR = './mirror';

interface Shared {
  readonly trust: string;
  readonly pin?: string;
  readonly json: boolean;
}

type VerifyFlags = Shared & Omit<VerifyCommand, 'mirror' | 'mirrorAsked'> & { readonly mirror?: string };

/**
 * The command `certbridge-verify`.
 * @returns its exit code: 0 valid, 1 invalid, 2 indeterminate, 64 used wrongly
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let exit = 0;
  const program = build(terminal, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (!(error instanceof UsageError)) throw error;
    terminal.error(error.message);
    return USAGE;
  }
}

type End = (exit: number) => void;

/** Commander's headings. */
const headings: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
};

function build(terminal: Terminal, end: End): Command {
  const program = new Command('certbridge-verify')
    .description(
      '核验电子证照：PDF、二维码图片或文本、亮证\nVerifies certificates: PDF, picture or text of a QR code, presentation',
    )
    .version(software, '-V, --version', '显示版本 display the version')
    .configureHelp({ styleTitle: (title) => headings[title] ?? title })
    .helpOption('-h, --help', '显示帮助 display help for command')
    .helpCommand('help [command]', '显示命令的帮助 display help for command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
      outputError: (text, write) => write(`命令写法有误。${text}`),
    })
    .showHelpAfterError('(certbridge-verify --help)');
  addVerify(program, terminal, end);
  addMirrorAndTrust(program, terminal, end);
  addReceipts(program, terminal, end);
  return program;
}

function shared(command: Command): Command {
  return command
    .option('--trust <file>', '信任锚 pinned trust anchor', DEFAULT_TRUST)
    .option('--pin <fingerprint>', '信任锚指纹，不符即拒绝 refuse any other trust anchor')
    .option('--json', '输出 JSON for machines', false);
}

function addVerify(program: Command, terminal: Terminal, end: End): void {
  shared(
    program
      .command('verify', { isDefault: true })
      .argument('[file...]', '文件、“-”或二维码文本 files, "-" for standard input, or QR text'),
  )
    .description('核验（默认）verify; this is the default')
    .option('--mirror <folder>', `离线副本 mirror (default: "${DEFAULT_MIRROR}" if it is there)`)
    .option('--offline', '不使用网络 use no network at all', false)
    .option(
      '--from <url...>',
      '联网时的副本地址 where to sync from; by default where the mirror last did',
      [],
    )
    .option('--watch', '逐行核验标准输入，随扫随答 answer each line of standard input at once', false)
    .option('--name <text>', '核对持证主体名称 the holder’s name, to compare')
    .option('--number <text>', '核对持证主体号码 the holder’s number, to compare')
    .option('--details', '逐份列出 each report in full', false)
    .option('--max-age <hours>', '状态最长时效 how old status knowledge may be', positive)
    .option(
      '--require-anchoring',
      '二维码也须证明已上链；离线用先以 sync --qr-lists 同步 QR codes too must be proved anchored; offline after sync --qr-lists',
      false,
    )
    .option('--audience <name>', '亮证对象 whom a presentation is for')
    .option('--nonce <text>', '亮证随机数 the nonce of the request')
    .option('--timestamp-roots <file>', '时间戳根证书 PEM of the roots of timestamp authorities')
    .option('--receipt-key <file>', '窗口私钥，逐份签发核验回执 sign a verification receipt for each')
    .option('--receipts <folder>', '核验回执存放处 where receipts are put', './receipts')
    .option('--place <text>', '核验地点 where it is verified')
    .option('--purpose <text>', '核验用途 what it is verified for')
    .option('--reference <text>', '办件编号 your number of the case')
    .option('--receipt-fields <names>', '回执留存的字段，逗号分隔或 all fields to keep, by commas, or all')
    .addHelpText(
      'after',
      '\n退出码 exit codes: 0 有效 valid, 1 无效 invalid, 2 无法判定 indeterminate, 64 用法错误 usage',
    )
    .action(async (files: string[], { trust, pin, mirror, ...flags }: VerifyFlags) => {
      checkUrls(flags.from);
      checkWhat(files, flags.watch);
      const command = { ...flags, mirror: mirror ?? DEFAULT_MIRROR, mirrorAsked: mirror !== undefined };
      end(await verifyFiles(files, command, await readTrustAnchorFile(trust, pin), terminal));
    });
}

/** Files or lines, never both and never neither. */
function checkWhat(files: readonly string[], isWatching: boolean): void {
  if (files.length > 0 === isWatching)
    throw new UsageError(
      '请指明文件，或用 --watch 逐行读取标准输入，二者取一。',
      'Name files, or use --watch for the lines of standard input: one of the two.',
    );
}

function addMirrorAndTrust(program: Command, terminal: Terminal, end: End): void {
  shared(program.command('sync').argument('<url...>', '副本地址 where the feed is'))
    .description('同步离线副本并验证 bring a mirror up to date and verify it')
    .option('--mirror <folder>', '离线副本 mirror', DEFAULT_MIRROR)
    .option(
      '--regions <codes>',
      '只同步这些省份的颁发机构，其余视为过旧，如 33,34 only issuers of these provinces (GB/T 2260); others are stale',
      regions,
    )
    .option(
      '--qr-lists',
      '连同二维码存证清单，每份证照 16 字节 also the lists of anchored QR codes, 16 bytes a certificate',
      false,
    )
    .option(
      '--audit <mspId...>',
      '连同这些省审计树的状态，供审计员用 also the heads of these provinces’ audit trees, for auditors',
    )
    .action(async (urls: string[], { trust, pin, ...options }: Shared & Parameters<typeof syncFolder>[0]) => {
      checkUrls(urls);
      end(await syncFolder(options, urls, await readTrustAnchorFile(trust, pin), terminal));
    });

  shared(program.command('trust').description('信任锚 the trust anchor').command('show'))
    .description('显示信任锚及指纹 show the trust anchor and its fingerprints')
    .action(async ({ trust, pin, json }: Shared) => {
      const shown = await describeTrustAnchor(await readTrustAnchorFile(trust, pin));
      terminal.out(json ? JSON.stringify(shown, null, 2) : renderTrustAnchor(shown, terminal.colours));
    });
}

function addReceipts(program: Command, terminal: Terminal, end: End): void {
  program
    .command('receipt')
    .argument('<file...>', '核验回执，或附有回执的 PDF receipts, or PDFs with receipts attached')
    .description('检查核验回执 check verification receipts')
    .option('--window-keys <file>', '固定的窗口公钥 pinned public keys of windows')
    .option('--hall <file>', '大厅公布的窗口证书 what the hall publishes: GET /api/v1/halls/{hall}/keys')
    .option('--hall-key <fingerprint...>', '固定的大厅公钥指纹 pinned fingerprints of the hall’s keys')
    .option('--proof <file>', '存档证明，密钥已吊销时需要 proof of filing, needed once the key is revoked')
    .option('--trust <file>', '信任锚，用于存档证明 trust anchor, for the proof', DEFAULT_TRUST)
    .option('--shown <file>', '当时核验的文件 what was verified then, to compare')
    .option('--json', '输出 JSON for machines', false)
    .action(async (files: string[], options: Parameters<typeof checkReceipts>[1]) => {
      end(await checkReceipts(files, options, terminal));
    });

  const windowKey = program.command('window-key').description('窗口密钥 keys that sign receipts');
  windowKey
    .command('create')
    .description('生成窗口密钥 make a key')
    .option('--out <file>', '私钥 the private key', './window-key.json')
    .option('--public <file>', '公钥，供固定 the public key, to be pinned', DEFAULT_WINDOW_KEYS)
    .option('--name <text>', '窗口名称 whose it is')
    .action(async (options: Parameters<typeof createKeyFiles>[0]) => {
      terminal.out(await createKeyFiles(options));
    });
  windowKey
    .command('show')
    .argument('[file]', '公钥 public keys', DEFAULT_WINDOW_KEYS)
    .description('显示公钥指纹 show fingerprints')
    .action(async (file: string) => {
      terminal.out(await showKeys(file));
    });
}

/** Characters 3 and 4 of issuers' codes. */
function regions(text: string): readonly string[] {
  const codes = text.split(',');
  if (codes.some((code) => !/^[1-9]\d$/.test(code)))
    throw new InvalidArgumentError('应为两位省份代码，以逗号分隔 two digits each, by commas: 33,34.');
  return codes;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('应为正数 it must be a positive number.');
  return value;
}
