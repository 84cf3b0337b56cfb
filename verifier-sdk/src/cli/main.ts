import { Command, CommanderError, InvalidArgumentError } from 'commander';

import { UsageError } from './error.js';
import { checkUrls, syncFolder } from './mirror.js';
import type { Terminal } from './terminal.js';
import { describeTrustAnchor, readTrustAnchorFile, renderTrustAnchor } from './trust.js';
import { verifyFiles } from './verify.js';
import type { VerifyCommand } from './verify.js';

/** Exit code of sysexits.h for a command that was used wrongly. */
const USAGE = 64;
const DEFAULT_TRUST = './trust-anchor.json';
const DEFAULT_MIRROR = './mirror';

interface Shared {
  readonly trust: string;
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

function build(terminal: Terminal, end: (exit: number) => void): Command {
  const program = new Command('certbridge-verify')
    .description(
      '核验电子证照：PDF、二维码图片或文本、亮证\nVerifies certificates: PDF, picture or text of a QR code, presentation',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    })
    .showHelpAfterError('(certbridge-verify --help)');
  const shared = (command: Command): Command =>
    command
      .option('--trust <file>', '信任锚 pinned trust anchor', DEFAULT_TRUST)
      .option('--json', '输出 JSON for machines', false);

  shared(
    program
      .command('verify', { isDefault: true })
      .argument('<file...>', '文件、“-”或二维码文本 files, "-" for standard input, or QR text'),
  )
    .description('核验（默认）verify; this is the default')
    .option('--mirror <folder>', `离线副本 mirror (default: "${DEFAULT_MIRROR}" if it is there)`)
    .option('--offline', '不使用网络 use no network at all', false)
    .option(
      '--from <url...>',
      '联网时的副本地址 where to sync from; by default where the mirror last did',
      [],
    )
    .option('--details', '逐份列出 each report in full', false)
    .option('--max-age <hours>', '状态最长时效 how old status knowledge may be', positive)
    .option('--audience <name>', '亮证对象 whom a presentation is for')
    .option('--nonce <text>', '亮证随机数 the nonce of the request')
    .option('--timestamp-roots <file>', '时间戳根证书 PEM of the roots of timestamp authorities')
    .addHelpText(
      'after',
      '\n退出码 exit codes: 0 有效 valid, 1 无效 invalid, 2 无法判定 indeterminate, 64 用法错误 usage',
    )
    .action(async (files: string[], { trust, mirror, ...flags }: VerifyFlags) => {
      checkUrls(flags.from);
      const command = { ...flags, mirror: mirror ?? DEFAULT_MIRROR, mirrorAsked: mirror !== undefined };
      end(await verifyFiles(files, command, await readTrustAnchorFile(trust), terminal));
    });

  shared(program.command('sync').argument('<url...>', '副本地址 where the feed is'))
    .description('同步离线副本并验证 bring a mirror up to date and verify it')
    .option('--mirror <folder>', '离线副本 mirror', DEFAULT_MIRROR)
    .action(async (urls: string[], { trust, ...options }: Shared & { readonly mirror: string }) => {
      checkUrls(urls);
      end(await syncFolder(options, urls, await readTrustAnchorFile(trust), terminal));
    });

  shared(program.command('trust').description('信任锚 the trust anchor').command('show'))
    .description('显示信任锚及指纹 show the trust anchor and its fingerprints')
    .action(async ({ trust, json }: Shared) => {
      const shown = await describeTrustAnchor(await readTrustAnchorFile(trust));
      terminal.out(json ? JSON.stringify(shown, null, 2) : renderTrustAnchor(shown, terminal.colours));
    });
  return program;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('应为正数 it must be a positive number.');
  return value;
}
