// PDF read by hand: 11 kB gzip with DER and CMS; it refuses what readers disagree about instead of repairing it,
// as every library does (docs/decisions/05, 06).
import { Recent } from '../formats/recent.js';
import { PdfError } from './error.js';
import { PdfName, PdfReference, PdfString } from './values.js';
import type { PdfArray, PdfDictionary, PdfObject, PdfValue } from './values.js';

const MAX_DEPTH = 32;
const MAX_TOKEN = 128;
/** An ordinary certificate has some thousand; an empty dictionary takes 4 bytes here and 200 in memory. */
const MAX_VALUES = 250_000;

const SPACE = classOf('\t\n\f\r ');
/** All from 0x21 on but delimiters. */
const REGULAR = new Uint8Array(256).fill(1, 0x21);
for (const delimiter of '()<>[]{}/%') REGULAR[delimiter.charCodeAt(0)] = 0;
const HEX_OR_SPACE = classOf('0123456789ABCDEFabcdef\t\n\f\r ');

function classOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Names recur in every file: each is made once, and then compared as one object. */
const texts = new Recent(1024, (bytes) => String.fromCharCode(...bytes));

export const refused = (what: string): PdfError => new PdfError('STRUCTURE_REFUSED', `the PDF has ${what}`);

/** Reads the syntax of ISO 32000-1 §7.2–7.3 without comments, each byte once, to a bounded depth. */
export class PdfParser {
  readonly #bytes: Uint8Array;
  at: number;
  #valuesLeft = MAX_VALUES;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** How many values may still be read. */
  get valuesLeft(): number {
    return this.#valuesLeft;
  }

  /** Goes on behind what was read before, from the same bytes at the same place. */
  pass(end: number, values: number): void {
    this.at = end;
    this.#valuesLeft -= values;
    if (this.#valuesLeft < 0) throw refused('too many values');
  }

  skipSpace(): void {
    while (SPACE[this.#peek()] === 1) this.at += 1;
  }

  /** Consumes exactly this ASCII text. */
  literal(text: string): void {
    const isThere = this.#take(text);
    if (!isThere) throw refused(`something other than “${text.trim()}” at byte ${this.at}`);
  }

  /** A token of regular characters; empty before a delimiter. */
  token(): string {
    const bytes = this.#bytes;
    const start = this.at;
    let end = start;
    while (REGULAR[bytes[end] ?? 0] === 1) end += 1;
    if (end - start > MAX_TOKEN) throw refused(`a token that is too long at byte ${start}`);
    this.at = end;
    return texts.of(bytes, start, end);
  }

  natural(): number {
    const value = this.#natural();
    if (value === undefined) throw refused(`no number at byte ${this.at}`);
    return value;
  }

  /** `N 0 obj … endobj` for the N given, from its first byte to its last. */
  indirectObject(object: number): PdfObject {
    this.literal(`${object} 0 obj`);
    const value = this.value();
    this.skipSpace();
    const stream = value instanceof Map ? this.#stream(value as PdfDictionary) : undefined;
    this.literal('endobj');
    return { value, ...(stream && { stream }) };
  }

  value(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) throw refused('values nested too deeply');
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) throw refused('too many values');
    this.skipSpace();
    const octet = this.#peek();
    switch (octet) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literalString();
      case 0x5b:
        return this.#array(depth);
      case 0x3c:
        return this.#peek(1) === 0x3c ? this.#dictionary(depth) : this.#hexString();
      default:
        return this.#keywordOrNumber();
    }
  }

  #peek(ahead = 0): number {
    return this.#bytes[this.at + ahead] ?? 0;
  }

  #isRegular(): boolean {
    return REGULAR[this.#peek()] === 1;
  }

  #take(text: string): boolean {
    for (let i = 0; i < text.length; i += 1) {
      if (this.#bytes[this.at + i] !== text.charCodeAt(i)) return false;
    }
    this.at += text.length;
    return true;
  }

  #name(): PdfName {
    this.at += 1;
    const raw = this.token();
    if (!raw.includes('#')) return new PdfName(raw);
    const name = raw.replace(/#([0-9A-Fa-f]{2})?/g, (_, code: string | undefined) => {
      if (code === undefined || code === '00') throw refused('a name with a broken escape');
      return String.fromCharCode(parseInt(code, 16));
    });
    return new PdfName(name);
  }

  #literalString(): PdfString {
    const start = this.at;
    let open = 0;
    do {
      const octet = this.#bytes[this.at];
      if (octet === undefined) throw refused('a string without an end');
      if (octet === 0x5c) this.at += 1;
      else if (octet === 0x28) open += 1;
      else if (octet === 0x29) open -= 1;
      this.at += 1;
    } while (open > 0);
    return new PdfString(start, this.at);
  }

  #hexString(): PdfString {
    const bytes = this.#bytes;
    const start = this.at;
    let end = start + 1;
    while (HEX_OR_SPACE[bytes[end] ?? 0] === 1) end += 1;
    this.at = end;
    this.literal('>');
    return new PdfString(start, this.at);
  }

  #array(depth: number): PdfArray {
    this.at += 1;
    const items: PdfValue[] = [];
    this.skipSpace();
    while (!this.#take(']')) {
      items.push(this.value(depth + 1));
      this.skipSpace();
    }
    return items;
  }

  #dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    this.skipSpace();
    while (!this.#take('>>')) {
      if (this.#peek() !== 0x2f) throw refused(`a dictionary key that is no name at byte ${this.at}`);
      const { name } = this.#name();
      if (entries.has(name)) throw refused(`the key /${name} twice in one dictionary`);
      entries.set(name, this.value(depth + 1));
      this.skipSpace();
    }
    return entries;
  }

  #keywordOrNumber(): PdfValue {
    const start = this.at;
    const natural = this.#natural();
    if (natural !== undefined) return this.#reference(natural) ?? natural;
    const token = this.token();
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(token)) return Number(token);
    throw refused(`something that is no value at byte ${start}`);
  }

  /** Up to ten digits, the commonest value by far; otherwise nothing is consumed. */
  #natural(): number | undefined {
    const bytes = this.#bytes;
    let at = this.at;
    let value = 0;
    let octet = bytes[at] ?? 0;
    while (octet >= 0x30 && octet <= 0x39) {
      value = value * 10 + octet - 0x30;
      at += 1;
      octet = bytes[at] ?? 0;
    }
    const digits = at - this.at;
    if (digits === 0 || digits > 10 || REGULAR[octet] === 1) return undefined;
    this.at = at;
    return value;
  }

  #reference(object: number): PdfReference | undefined {
    const start = this.at;
    if (this.#take(' 0 R') && !this.#isRegular()) return new PdfReference(object);
    this.at = start;
    return undefined;
  }

  #stream(dictionary: PdfDictionary): Uint8Array | undefined {
    if (!this.#take('stream')) return undefined;
    if (!this.#take('\n')) this.literal('\r\n');
    const length = dictionary.get('Length');
    if (typeof length !== 'number' || length < 0) throw refused('a stream without a direct length');
    // One that is no whole number, or beyond the file, leads to no `endstream`.
    const stream = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    if (!this.#take('\n')) this.#take('\r\n');
    this.literal('endstream');
    this.skipSpace();
    return stream;
  }
}
