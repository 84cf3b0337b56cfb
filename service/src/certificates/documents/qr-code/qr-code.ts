// Written by hand: 0.41 ms a symbol where the package qrcode takes 6.6 ms in the same run (docs/decisions/08).
import { DocumentError } from '../errors.js';
import type { Matrix } from '../drawing/mark.js';
import { emptySymbol, wordsOf } from './bits.js';
import type { PackedSymbol } from './bits.js';
import { bitsNeeded, encodeData, interleave } from './codewords.js';
import { penalty } from './penalty.js';
import { template } from './template.js';
import type { Template } from './template.js';

const VERSIONS = 40;

/**
 * The smallest QR code (ISO/IEC 18004) at level M that holds `prefix` (UTF-8 bytes) and then `digits`, in two segments.
 * What depends on the version alone is computed once and kept: packages spend milliseconds on it for every symbol.
 * @throws DocumentError `QR_TOO_LONG`
 */
export function qrCode(prefix: string, digits: string): Matrix {
  const bytes = Buffer.from(prefix, 'utf8');
  for (let version = 1; version <= VERSIONS; version++) {
    const symbol = template(version);
    if (bitsNeeded(version, bytes.length, digits.length) > 8 * symbol.dataCodewords) continue;
    return unpack(draw(symbol, interleave(encodeData(bytes, digits, symbol), symbol)), symbol.size);
  }
  throw new DocumentError('QR_TOO_LONG', 'The QR text does not fit into one symbol.');
}

/** The symbol under the mask that makes it easiest to read: §7.8.3. */
function draw({ size, inRows, inColumns, masked }: Template, codewords: Uint8Array): PackedSymbol {
  const data = emptySymbol(size);
  for (let n = 0; n < codewords.length * 8; n++) {
    if ((((codewords[n >> 3] ?? 0) >> (7 - (n & 7))) & 1) === 0) continue;
    const [row, column] = [inRows[n] ?? 0, inColumns[n] ?? 0];
    data.rows[row >> 5] = (data.rows[row >> 5] ?? 0) | (1 << (row & 31));
    data.columns[column >> 5] = (data.columns[column >> 5] ?? 0) | (1 << (column & 31));
  }
  let best = data;
  let bestPenalty = Infinity;
  for (const mask of masked) {
    const symbol = {
      rows: exclusiveOr(data.rows, mask.rows),
      columns: exclusiveOr(data.columns, mask.columns),
    };
    const found = penalty(symbol, size);
    if (found < bestPenalty) {
      bestPenalty = found;
      best = symbol;
    }
  }
  return best;
}

function exclusiveOr(a: Int32Array, b: Int32Array): Int32Array {
  const out = new Int32Array(a.length);
  for (let n = 0; n < out.length; n++) out[n] = (a[n] ?? 0) ^ (b[n] ?? 0);
  return out;
}

function unpack({ rows }: PackedSymbol, size: number): Matrix {
  const words = wordsOf(size);
  const modules = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      modules[y * size + x] = ((rows[y * words + (x >> 5)] ?? 0) >>> (x & 31)) & 1;
    }
  }
  return { size, modules };
}
