import { join } from 'node:path';

import { FormatError } from '../formats/error.js';
import { parseVerificationReceipt } from '../formats/verification-receipt.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { readFileBounded, writeFileAtomically } from '../node/index.js';
import {
  checkVerificationReceipt,
  issueVerificationReceipt,
  receiptMessageOf,
  receiptsInPdf,
} from '../verification-receipts/index.js';
import type { ReceiptReport, Shown, WindowSigner } from '../verification-receipts/index.js';
import type { Report } from '../verify/index.js';
import { UsageError } from './error.js';
import { readInput, readable } from './inputs.js';
import type { Input } from './inputs.js';
import { exitCodeOf, renderReport } from './render.js';
import { pad, painter, printable } from './terminal.js';
import type { Paint, Terminal } from './terminal.js';
import { readAgainst } from './receipt-trust.js';
import type { CheckFlags } from './receipt-trust.js';
import { readSignerFile } from './window-keys.js';
import * as words from './words.js';

/** Of a PDF for the archive, which may have many receipts attached. */
const MAX_BYTES = 64 * 1024 * 1024;
const LABEL = 22;

/** What `--receipt-key` and the options beside it ask for. */
export interface ReceiptFlags {
  readonly receiptKey?: string;
  readonly receipts: string;
  readonly place?: string;
  readonly purpose?: string;
  readonly reference?: string;
  readonly receiptFields?: string;
}

type CompleteFlags = ReceiptFlags & { readonly place: string; readonly purpose: string };

/** Signs receipts and puts them into a folder, under names that tell nothing of the certificates. */
export class ReceiptWriter {
  readonly #signer: WindowSigner;
  readonly #trustAnchor: TrustAnchor;
  readonly #flags: CompleteFlags;

  private constructor(signer: WindowSigner, trustAnchor: TrustAnchor, flags: CompleteFlags) {
    this.#signer = signer;
    this.#trustAnchor = trustAnchor;
    this.#flags = flags;
  }

  /** Undefined when no receipts are asked for. */
  static async open(flags: ReceiptFlags, trustAnchor: TrustAnchor): Promise<ReceiptWriter | undefined> {
    const { receiptKey, place, purpose } = flags;
    if (receiptKey === undefined) return undefined;
    if (place === undefined || purpose === undefined) {
      throw new UsageError(
        '签发核验回执需要 --place（地点）和 --purpose（用途）。',
        'A verification receipt needs --place and --purpose.',
      );
    }
    return new ReceiptWriter(await readSignerFile(receiptKey), trustAnchor, { ...flags, place, purpose });
  }

  /** Returns the path of the receipt. */
  async write(input: Input, report: Report): Promise<string> {
    const { place, purpose, reference, receiptFields: fields, receipts } = this.#flags;
    const text = await this.#issue({
      report,
      shown: shownOf(input),
      trustAnchor: this.#trustAnchor,
      place,
      purpose,
      ...(reference !== undefined && { reference }),
      ...(fields !== undefined && { fields: fields === 'all' ? 'all' : fields.split(',') }),
    });
    const { id, at } = parseVerificationReceipt(text).claims;
    const path = join(receipts, `${at.replaceAll(/[-:]|\.000/g, '')}-${id}.jwt`);
    await writeFileAtomically(path, `${text}\n`);
    return path;
  }

  async #issue(record: Parameters<typeof issueVerificationReceipt>[0]): Promise<string> {
    try {
      return await issueVerificationReceipt(record, this.#signer);
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
      throw new UsageError('无法签发核验回执。', `No verification receipt can be made: ${cause.message}.`, {
        cause,
      });
    }
  }
}

function shownOf(input: Input): Shown {
  return { kind: input.kind, content: 'text' in input ? input.text : input.bytes };
}

/** `receipt`: checks receipts against pinned window keys or a pinned hall and, if it is at hand, what was shown. */
export async function checkReceipts(
  files: readonly string[],
  options: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const against = await readAgainst(options);
  const shown =
    options.shown === undefined ? undefined : shownOf(await readInput(options.shown, terminal.stdin)).content;
  const found: { file: string; report: ReceiptReport }[] = [];
  for (const file of files) {
    for (const text of await readTexts(file)) {
      const report = await checkVerificationReceipt(text, {
        ...against,
        ...(shown !== undefined && { shown }),
      });
      found.push({ file, report });
    }
  }
  const paint = painter(terminal.colours);
  terminal.out(
    options.json
      ? JSON.stringify(
          found.map(({ file, report }) => ({ file, ...report })),
          null,
          2,
        )
      : found.map(({ file, report }) => renderReceipt(file, report, paint)).join('\n\n'),
  );
  return exitCodeOf(found.map(({ report }) => report.verdict));
}

/** A receipt, or those that a PDF has attached. */
async function readTexts(file: string): Promise<readonly string[]> {
  const bytes = await readable(file, readFileBounded(file, MAX_BYTES));
  const isPdf = new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-';
  if (!isPdf) return [new TextDecoder().decode(bytes)];
  const receipts = receiptsInPdf(bytes);
  if (receipts.length > 0) return receipts;
  throw new UsageError(`“${file}”没有附带核验回执。`, `“${file}” has no verification receipt attached.`);
}

const row = (zh: string, en: string, value: string): string =>
  `   ${pad(`${zh} ${en}`, LABEL)}${printable(value)}`;

function renderReceipt(
  file: string,
  { verdict, code, checks, keyId, signedBy, hall, filing, receipt }: ReceiptReport,
  paint: Paint,
): string {
  const { mark, words: verdictWords, colour } = words.verdicts[verdict];
  const lines = [
    `${paint(colour, paint('bold', `${mark} 回执${verdictWords[0]} Receipt ${verdictWords[1].toLowerCase()}`))}  ${printable(file)}`,
    `  ${receiptMessageOf(code, 'zh')}`,
    `  ${paint('dim', receiptMessageOf(code, 'en'))}`,
    '',
    ...checks.map((check) => {
      const [zh, en] = words.receiptChecks[check.name];
      const outcome = words.outcomes[check.outcome];
      return ` ${paint(outcome.colour, outcome.mark)} ${pad(`${zh} ${en}`, LABEL)}${paint(outcome.colour, outcome.words.join(' '))}`;
    }),
    row('窗口', 'Window', signedBy?.name ?? '—'),
    row('密钥指纹', 'Key', keyId ?? '—'),
    ...(hall
      ? [
          row('大厅', 'Hall', `${hall.name} (${hall.code})`),
          row('吊销截至', 'Revocations as of', hall.revocationsAt),
        ]
      : []),
    ...(filing ? [row('存档', 'Filed', `${filing.at}, ${filing.heldBy}`)] : []),
  ];
  if (!receipt) return lines.join('\n');
  const { at, place, purpose, reference, shown, trustAnchor, withheld, report } = receipt;
  return [
    ...lines,
    row('时间', 'Time', at),
    row('地点', 'Place', place),
    row('用途', 'Purpose', purpose),
    ...(reference === undefined ? [] : [row('办件编号', 'Reference', reference)]),
    row('所示内容', 'Shown', `${shown.kind} SHA-256 ${shown.sha256}`),
    row('信任锚', 'Trust anchor', trustAnchor),
    ...(withheld.length === 0 ? [] : [row('未留存', 'Withheld', withheld.join(', '))]),
    '',
    paint('dim', '当时的核验结果 What was found then'),
    renderReport({ file: '', report }, paint),
  ].join('\n');
}
