import { compareBytes, fromUtf8, toHex, utf8 } from './bytes.js';
import { FormatError } from './error.js';
import { sha256Hex } from './hash.js';
import { leafHash, merkleTree } from './merkle.js';

/** The network’s log, a province’s, an issuer’s. */
export type Log = 'n' | 'p' | 'i';

/** The newest record of one log. */
export interface Head {
  /** `n` network, `p` province, `i` issuer. */
  readonly log: Log;
  /** Network id, mspId or issuer code. */
  readonly id: string;
  /** Of the log’s last record, from 1. */
  readonly seq: number;
  /** SHA-256 (hex) of that record. */
  readonly hash: string;
}

const line = /^([npi]) ([A-Za-z0-9][A-Za-z0-9._-]{0,63}) ([1-9][0-9]{0,14}) ([0-9a-f]{64})$/;
const maxBytes = 64 * 1024 * 1024;

/** Lines `<n|p|i> <id> <seq> <hash>\n`, sorted by UTF-8 bytes: what the feed lists. @throws FormatError `HEADS_MALFORMED` */
export function headsText(heads: readonly Head[]): string {
  const lines = heads.map(({ log, id, seq, hash }) => `${log} ${id} ${seq} ${hash}`);
  const sorted = lines.map(utf8).sort(compareBytes).map(fromUtf8);
  const text = sorted.map((one) => `${one}\n`).join('');
  parseHeads(text);
  return text;
}

/**
 * Reads the list; refuses lines out of order, a log named twice, and anything but this exact form.
 * @throws FormatError `HEADS_MALFORMED`
 */
export function parseHeads(text: string): Head[] {
  if (text.length > maxBytes || (text !== '' && !text.endsWith('\n'))) {
    throw new FormatError('HEADS_MALFORMED', 'the heads list is too long or cut short');
  }
  const heads: Head[] = [];
  const named = new Set<string>();
  let before = '';
  for (const one of text.split('\n').slice(0, -1)) {
    const [, log, id = '', seq, hash = ''] = line.exec(one) ?? [];
    if (!log || one <= before || named.has(log + id)) {
      throw new FormatError(
        'HEADS_MALFORMED',
        `line ${heads.length + 1} of the heads list is wrong or out of order`,
      );
    }
    before = one;
    named.add(log + id);
    heads.push({ log: log as Log, id, seq: Number(seq), hash });
  }
  return heads;
}

/**
 * What a checkpoint attests: the RFC 6962 root, in hex, over the lines of a heads list without their line ends;
 * of an empty list the SHA-256 of nothing (§2.1).
 * @throws FormatError `PROOF_MALFORMED` as {@link merkleTree}
 */
export async function headsRoot(text: string): Promise<string> {
  const lines = text.split('\n').slice(0, -1);
  if (lines.length === 0) return sha256Hex(new Uint8Array());
  const { root } = await merkleTree(await Promise.all(lines.map((one) => leafHash(utf8(one)))));
  return toHex(root);
}
