import { errorCorrection } from './galois.js';
import type { Template } from './template.js';

class BitWriter {
  readonly bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  write(value: number, width: number): void {
    for (let n = width - 1; n >= 0; n--, this.#length++) {
      if ((value >> n) & 1) {
        const at = this.#length >> 3;
        this.bytes[at] = (this.bytes[at] ?? 0) | (0x80 >> (this.#length & 7));
      }
    }
  }

  /** Terminator and pad codewords: §7.4.9 and §7.4.10. */
  finish(): Uint8Array {
    const capacity = 8 * this.bytes.length;
    this.#length = Math.min(capacity, this.#length + 4);
    this.#length = Math.min(capacity, (this.#length + 7) & ~7);
    for (let n = 0; this.#length < capacity; n++) this.write(n % 2 === 0 ? 0xec : 0x11, 8);
    return this.bytes;
  }
}

/** Widths of the character counts: §7.4.1, table 3. */
const countBits = (version: number): { bytes: number; digits: number } =>
  version <= 9 ? { bytes: 8, digits: 10 } : { bytes: 16, digits: version <= 26 ? 12 : 14 };

/** Bits that `prefix` bytes and then `digits` digits take. */
export function bitsNeeded(version: number, prefix: number, digits: number): number {
  const counts = countBits(version);
  const numeric =
    digits === 0 ? 0 : 4 + counts.digits + Math.floor(digits / 3) * 10 + ([0, 4, 7][digits % 3] ?? 0);
  return 4 + counts.bytes + 8 * prefix + numeric;
}

/** Data codewords: a segment of bytes, then one of digits. */
export function encodeData(
  prefix: Uint8Array,
  digits: string,
  { version, dataCodewords }: Template,
): Uint8Array {
  const counts = countBits(version);
  const bits = new BitWriter(dataCodewords);
  bits.write(0b0100, 4);
  bits.write(prefix.length, counts.bytes);
  for (const byte of prefix) bits.write(byte, 8);
  if (digits.length > 0) {
    bits.write(0b0001, 4);
    bits.write(digits.length, counts.digits);
    for (let at = 0; at < digits.length; at += 3) {
      const group = digits.slice(at, at + 3);
      bits.write(Number(group), 3 * group.length + 1);
    }
  }
  return bits.finish();
}

/** Codewords of all blocks with their error correction, interleaved: §7.6. */
export function interleave(data: Uint8Array, { totalCodewords, blocks, generator }: Template): Uint8Array {
  const shortLength = Math.floor(totalCodewords / blocks) - generator.length;
  const shortBlocks = blocks - (totalCodewords % blocks);
  const parts: { data: Uint8Array; ecc: Uint8Array }[] = [];
  for (let n = 0, at = 0; n < blocks; n++) {
    const length = shortLength + (n < shortBlocks ? 0 : 1);
    const part = data.subarray(at, at + length);
    parts.push({ data: part, ecc: errorCorrection(part, generator) });
    at += length;
  }
  const out = new Uint8Array(totalCodewords);
  let at = 0;
  for (let n = 0; n <= shortLength; n++) {
    for (const part of parts) if (n < part.data.length) out[at++] = part.data[n] ?? 0;
  }
  for (let n = 0; n < generator.length; n++) for (const part of parts) out[at++] = part.ecc[n] ?? 0;
  return out;
}
