import { DerError, decodePem } from '../der/index.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { ImageError } from '../image/index.js';
import type { Mirror } from '../mirror/index.js';
import { readFileBounded } from '../node/index.js';
import { createVerifier, withoutPhoto } from '../verify/index.js';
import type { ExpectedHolder, Report, Verifier } from '../verify/index.js';
import { UsageError } from './error.js';
import { linesOf, readInput, readLine } from './inputs.js';
import type { Input } from './inputs.js';
import { checkUrls, openFolder, openTemporary, rememberedUrls, sync, warnOfEquivocation } from './mirror.js';
import { exitCodeOf, render } from './render.js';
import { ReceiptWriter } from './receipts.js';
import type { ReceiptFlags } from './receipts.js';
import type { NamedReport } from './render.js';
import type { Terminal } from './terminal.js';

export interface VerifyCommand extends ReceiptFlags {
  readonly mirror: string;
  /** Whether the mirror was named, and not just the default. */
  readonly mirrorAsked: boolean;
  readonly offline: boolean;
  readonly json: boolean;
  readonly details: boolean;
  readonly from: readonly string[];
  readonly maxAge?: number;
  readonly requireAnchoring: boolean;
  readonly audience?: string;
  readonly nonce?: string;
  readonly timestampRoots?: string;
  /** Answer each line of standard input as it comes. */
  readonly watch: boolean;
  /** The holder's, as on the identity document. */
  readonly name?: string;
  /** The holder's, unmasked. */
  readonly number?: string;
}

const FULL_REPORTS = 3;

/** Verifies files one after the other and prints reports. Returns the exit code. */
export async function verifyFiles(
  files: readonly string[],
  command: VerifyCommand,
  trustAnchor: TrustAnchor,
  terminal: Terminal,
): Promise<number> {
  const timestampRoots = await readRoots(command.timestampRoots);
  const receipts = await ReceiptWriter.open(command, trustAnchor);
  const { mirror, urls } = await connect(command, trustAnchor, terminal);
  const verifier = createVerifier({
    trustAnchor,
    ...(mirror && { mirror }),
    ...(terminal.clock && { clock: terminal.clock }),
    ...(urls.length > 0 && { online: { urls } }),
    policy: {
      ...(command.maxAge !== undefined && { maxStatusAge: command.maxAge * 3_600_000 }),
      ...(command.requireAnchoring && { requireAnchoring: true }),
    },
    timestampRoots,
  });
  const answer = async (input: Input): Promise<NamedReport> => {
    const report = await verifyInput(verifier, input, command);
    const receipt = await receipts?.write(input, report);
    return { file: input.name, report: withoutPhoto(report), ...(receipt !== undefined && { receipt }) };
  };
  if (command.watch) return watch(terminal, command.json, answer);
  const reports: NamedReport[] = [];
  for (const file of files) reports.push(await answer(await readInput(file, terminal.stdin)));
  if (command.json) terminal.out(JSON.stringify(reports.map(plain), null, 2));
  else {
    const table = reports.length > FULL_REPORTS && !command.details;
    terminal.out(render(reports, { colours: terminal.colours, table }));
  }
  return exitCodeOf(reports.map(({ report }) => report.verdict));
}

const plain = ({ file, report, receipt }: NamedReport): object => ({
  file,
  ...report,
  ...(receipt && { receipt }),
});

/** Answers each line at once, as a barcode reader types it, until the input ends. */
async function watch(
  terminal: Terminal,
  json: boolean,
  answer: (input: Input) => Promise<NamedReport>,
): Promise<number> {
  const verdicts: Report['verdict'][] = [];
  for await (const line of linesOf(terminal.stdin)) {
    const named = await answer(readLine(line));
    terminal.out(
      json ? JSON.stringify(plain(named)) : render([named], { colours: terminal.colours, table: false }),
    );
    verdicts.push(named.report.verdict);
  }
  return exitCodeOf(verdicts);
}

/** The mirror, brought up to date where that is allowed and an address is known. */
async function connect(
  command: VerifyCommand,
  trustAnchor: TrustAnchor,
  terminal: Terminal,
): Promise<{ mirror: Mirror | undefined; urls: readonly string[] }> {
  const folder = await openFolder(command.mirror, trustAnchor, {
    asked: command.mirrorAsked,
    ...terminal,
  });
  if (command.offline) return { mirror: checked(folder, terminal), urls: [] };
  const urls = command.from.length > 0 ? checkUrls(command.from) : await rememberedUrls(command.mirror);
  const mirror = folder ?? (urls.length > 0 ? await openTemporary(trustAnchor, terminal) : undefined);
  const qrLists = command.requireAnchoring ? 'all-keys' : 'revoked-keys';
  if (mirror && urls.length > 0) await sync(mirror, { urls, qrLists }, terminal);
  return { mirror: checked(mirror, terminal), urls };
}

function checked(mirror: Mirror | undefined, terminal: Terminal): Mirror | undefined {
  if (mirror) warnOfEquivocation(mirror, terminal);
  if (mirror?.damage) {
    terminal.error(
      `离线副本不可用，请重新运行 certbridge-verify sync。\nThe mirror cannot be used; run certbridge-verify sync again: ${mirror.damage.reason ?? mirror.damage.code} ${mirror.damage.message}`,
    );
  }
  return mirror;
}

async function readRoots(path: string | undefined): Promise<readonly Uint8Array[]> {
  if (path === undefined) return [];
  try {
    return decodePem(new TextDecoder().decode(await readFileBounded(path, 4 * 1024 * 1024)));
  } catch (cause) {
    const reason = cause instanceof DerError ? `: ${cause.message}` : '';
    throw new UsageError(
      `“${path}”里没有可用的根证书。`,
      `There are no root certificates in “${path}”${reason}.`,
      { cause },
    );
  }
}

function holderOf({ name, number }: VerifyCommand): ExpectedHolder {
  return { ...(name !== undefined && { name }), ...(number !== undefined && { number }) };
}

async function verifyInput(verifier: Verifier, input: Input, command: VerifyCommand): Promise<Report> {
  const options = { holder: holderOf(command) };
  switch (input.kind) {
    case 'pdf':
      return verifier.verifyPdf(input.bytes, options);
    case 'qr':
      return verifier.verifyQr(input.text, options);
    case 'image':
      try {
        return await verifier.verifyImage(input.bytes, options);
      } catch (cause) {
        if (!(cause instanceof ImageError)) throw cause;
        throw new UsageError(
          '识别图片需要安装 zxing-wasm。',
          'Reading pictures needs the package zxing-wasm.',
          { cause },
        );
      }
    case 'presentation': {
      const { audience, nonce } = command;
      if (audience === undefined || nonce === undefined) {
        throw new UsageError(
          '核验亮证需要 --audience 和 --nonce，即亮证请求中的对象和随机数。',
          'A presentation is verified with --audience and --nonce, as they were in the request for it.',
        );
      }
      return verifier.verifyPresentation(input.text, { audience, nonce });
    }
  }
}
