import { FormatError } from '../formats/error.js';
import { parseFilingProof } from '../formats/filing-proof.js';
import { parseHallKeys } from '../formats/hall-keys.js';
import { readFileBounded } from '../node/index.js';
import { HallWindows } from '../verification-receipts/index.js';
import type { CheckReceiptOptions } from '../verification-receipts/index.js';
import { UsageError } from './error.js';
import { readTrustAnchorFile } from './trust.js';
import { readWindowKeysFile } from './window-keys.js';

const MAX_BYTES = 64 * 1024 * 1024;
/** Where keys of windows lie if nothing else is named. */
export const DEFAULT_WINDOW_KEYS = './window-keys.json';

/** What receipts are checked against. */
export interface CheckFlags {
  readonly windowKeys?: string;
  readonly hall?: string;
  readonly hallKey?: readonly string[];
  readonly proof?: string;
  readonly trust: string;
  readonly shown?: string;
  readonly json: boolean;
}

/** Reads the keys, the hall and the proof that the flags name. */
export async function readAgainst(
  flags: CheckFlags,
): Promise<Pick<CheckReceiptOptions, 'windowKeys' | 'hall' | 'filed'>> {
  const { hall, proof, trust } = flags;
  const keys = flags.windowKeys ?? (hall === undefined ? DEFAULT_WINDOW_KEYS : undefined);
  const filed =
    proof === undefined
      ? undefined
      : { proof: await readProof(proof), trustAnchor: await readTrustAnchorFile(trust) };
  return {
    ...(keys !== undefined && { windowKeys: await readWindowKeysFile(keys) }),
    ...(hall !== undefined && { hall: await readHall(hall, flags.hallKey ?? []) }),
    ...(filed && { filed }),
  };
}

async function readHall(path: string, pinned: readonly string[]): Promise<HallWindows> {
  if (pinned.length === 0) {
    throw new UsageError(
      '检查大厅窗口的回执需要 --hall-key：向该大厅核实其公钥指纹。',
      'Receipts of a hall need --hall-key: ask the hall itself for the fingerprint of its key.',
    );
  }
  return read(path, async (bytes) => HallWindows.open(parseHallKeys(bytes), pinned));
}

const readProof = (path: string): Promise<ReturnType<typeof parseFilingProof>> =>
  read(path, (bytes) => parseFilingProof(bytes));

async function read<T>(path: string, parse: (bytes: Uint8Array) => T | Promise<T>): Promise<T> {
  try {
    return await parse(await readFileBounded(path, MAX_BYTES));
  } catch (cause) {
    const why = cause instanceof FormatError ? `: ${cause.message}` : '';
    throw new UsageError(`“${path}”读不出来，或与固定的公钥不符。`, `“${path}” cannot be used${why}.`, {
      cause,
    });
  }
}
