import { DerError, decodePem } from '../der/index.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { ImageError } from '../image/index.js';
import type { Mirror } from '../mirror/index.js';
import { VerifierPool, readFileBounded } from '../node/index.js';
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
/** So many files are worth the start of a thread for each processor, which takes as long as a hundred verifications. */
const MANY = 200;

/** Verifies files, many of them on all processors, and prints reports in their order. Returns the exit code. */
export async function verifyFiles(
  files: readonly string[],
  command: VerifyCommand,
  trustAnchor: TrustAnchor,
  terminal: Terminal,
): Promise<number> {
  const receipts = await ReceiptWriter.open(command, trustAnchor);
  const { verifier, pool } = await openVerifier(files.length, command, trustAnchor, terminal);
  const answer = async (input: Input): Promise<NamedReport> => {
    const report = await verifyInput(verifier, input, command);
    const receipt = await receipts?.write(input, report);
    return { file: input.name, report: withoutPhoto(report), ...(receipt !== undefined && { receipt }) };
  };
  if (command.watch) return watch(terminal, command.json, answer);
  const answerFile = async (file: string): Promise<NamedReport> =>
    answer(await readInput(file, terminal.stdin));
  const reports: NamedReport[] = [];
  try {
    if (pool) for await (const report of pool.inOrder(files, answerFile)) reports.push(report);
    else for (const file of files) reports.push(await answerFile(file));
  } finally {
    await pool?.close();
  }
  if (command.json) terminal.out(JSON.stringify(reports.map(plain), null, 2));
  else {
    const table = reports.length > FULL_REPORTS && !command.details;
    terminal.out(render(reports, { colours: terminal.colours, table }));
  }
  return exitCodeOf(reports.map(({ report }) => report.verdict));
}

/** One on all processors where that is worth its start, and is closed then; else one that works here. */
async function openVerifier(
  files: number,
  command: VerifyCommand,
  trustAnchor: TrustAnchor,
  terminal: Terminal,
): Promise<{ readonly verifier: Verifier; readonly pool?: VerifierPool }> {
  const timestampRoots = await readRoots(command.timestampRoots);
  const { mirror, folder, urls } = await connect(command, trustAnchor, terminal);
  const options = {
    trustAnchor,
    ...(terminal.clock && { clock: terminal.clock }),
    policy: {
      ...(command.maxAge !== undefined && { maxStatusAge: command.maxAge * 3_600_000 }),
      ...(command.requireAnchoring && { requireAnchoring: true }),
    },
    timestampRoots,
  };
  // Threads read the mirror from its folder; one that is gone with the process they cannot.
  if (files >= MANY && (!mirror || folder !== undefined)) {
    const pool = new VerifierPool({ ...options, urls, ...(folder !== undefined && { mirror: folder }) });
    return { verifier: pool, pool };
  }
  const online = urls.length > 0 && { online: { urls } };
  return { verifier: createVerifier({ ...options, ...(mirror && { mirror }), ...online }) };
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

/** The mirror, brought up to date where that is allowed and an address is known, and its folder where it has one. */
async function connect(
  command: VerifyCommand,
  trustAnchor: TrustAnchor,
  terminal: Terminal,
): Promise<{ mirror: Mirror | undefined; folder: string | undefined; urls: readonly string[] }> {
  const kept = await openFolder(command.mirror, trustAnchor, command.mirrorAsked, terminal);
  const folder = kept && command.mirror;
  if (command.offline) return { mirror: checked(kept, terminal), folder, urls: [] };
  const urls = command.from.length > 0 ? checkUrls(command.from) : await rememberedUrls(command.mirror);
  const mirror = kept ?? (urls.length > 0 ? await openTemporary(trustAnchor, terminal) : undefined);
  const qrLists = command.requireAnchoring ? 'all-keys' : 'revoked-keys';
  if (mirror && urls.length > 0) await sync(mirror, { urls, qrLists }, terminal);
  return { mirror: checked(mirror, terminal), folder, urls };
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
