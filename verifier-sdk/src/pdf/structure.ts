import { recallBeginning, learnBeginning } from './beginnings.js';
import type { PlacedObject } from './beginnings.js';
import { PdfParser, refused } from './parser.js';
import type { PdfDictionary, PdfObject } from './values.js';
import { isDictionary } from './values.js';

/** Every object of a PDF of one revision. */
export interface PdfStructure {
  readonly trailer: PdfDictionary;
  readonly objects: ReadonlyMap<number, PdfObject>;
}

const HEADER = '%PDF-1.7\n%';
const ENDING = /^startxref\n([1-9][0-9]{0,9})\n%%EOF\n$/;
const MAX_OBJECTS = 20_000;
const TRAILER_KEYS: ReadonlySet<string> = new Set(['Size', 'Root', 'Info', 'ID']);

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(Math.max(0, start), end));
}

/**
 * Reads a PDF of one revision so that every byte is accounted for: header, objects one after the other
 * just where the one cross-reference table says, table, trailer, `%%EOF` and a line feed.
 * @throws PdfError `STRUCTURE_REFUSED`
 */
export function readStructure(bytes: Uint8Array): PdfStructure {
  const body = readHeader(bytes);
  const tail = ascii(bytes, bytes.length - 40, bytes.length);
  const ending = ENDING.exec(tail.slice(tail.lastIndexOf('startxref')));
  if (!ending) throw refused('another ending than startxref, a number, %%EOF and a line feed');
  const table = Number(ending[1]);
  const parser = new PdfParser(bytes, table);
  const offsets = readTable(parser);
  const trailer = readTrailer(parser, offsets.size);
  if (parser.at !== bytes.length - ending[0].length) throw refused('something after its trailer');
  return { trailer, objects: readObjects(bytes, offsets, body, table) };
}

/** The version and the comment that marks the file as binary (ISO 19005-3 §6.1.2); returns where it ends. */
function readHeader(bytes: Uint8Array): number {
  const end = bytes.indexOf(0x0a, HEADER.length);
  const mark = bytes.subarray(HEADER.length, Math.max(0, end));
  const isMark = mark.length >= 4 && mark.length <= 32 && mark.every((octet) => octet >= 0x80);
  if (ascii(bytes, 0, HEADER.length) !== HEADER || !isMark) {
    throw refused('another header than that of a binary PDF 1.7');
  }
  return end + 1;
}

/** The cross-reference table (ISO 32000-1 §7.5.4): where each object begins; undefined for one that is not in use. */
function readTable(parser: PdfParser): Map<number, number | undefined> {
  const entries = new Map<number, number | undefined>();
  parser.literal('xref\n');
  let first = parser.token();
  while (first !== 'trailer') {
    if (!/^[0-9]{1,6}$/.test(first)) throw refused('a broken cross-reference table');
    parser.literal(' ');
    const count = parser.natural();
    parser.literal('\n');
    if (entries.size + count > MAX_OBJECTS) throw refused('too many objects');
    for (let i = 0; i < count; i += 1) {
      const object = Number(first) + i;
      if (entries.has(object)) throw refused(`the object ${object} twice in its cross-reference table`);
      entries.set(object, readTableEntry(parser));
    }
    first = parser.token();
  }
  return entries;
}

function readTableEntry(parser: PdfParser): number | undefined {
  const start = parser.at;
  const offset = parser.natural();
  parser.literal(' ');
  const generation = parser.natural();
  parser.literal(' ');
  const kind = parser.token();
  const inUse = kind === 'n';
  if (!inUse && kind !== 'f') throw refused('a broken cross-reference table');
  if (inUse && generation !== 0) throw refused('an object of a later generation');
  parser.skipSpace();
  // Every entry is 20 bytes, its end of line two of them.
  if (parser.at !== start + 20) throw refused('a broken cross-reference table');
  return inUse ? offset : undefined;
}

function readTrailer(parser: PdfParser, size: number): PdfDictionary {
  const trailer = parser.value();
  if (!isDictionary(trailer) || trailer.get('Size') !== size) throw refused('a trailer of another size');
  for (const key of trailer.keys()) {
    // Prev, XRefStm and Encrypt above all: revisions, hybrid files, encryption.
    if (!TRAILER_KEYS.has(key)) throw refused(`/${key} in its trailer`);
  }
  parser.skipSpace();
  return trailer;
}

function readObjects(
  bytes: Uint8Array,
  offsets: ReadonlyMap<number, number | undefined>,
  start: number,
  end: number,
): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>();
  const parser = new PdfParser(bytes, start);
  const known = recallBeginning(bytes);
  for (const { number, offset, end: after, values, object } of known ?? []) {
    if (offsets.get(number) !== offset) break;
    objects.set(number, object);
    parser.pass(after, values);
  }
  const left: [number: number, offset: number][] = [];
  for (const [number, offset] of offsets)
    if (offset !== undefined && !objects.has(number)) left.push([number, offset]);
  const read: PlacedObject[] = [];
  for (const [number, offset] of left.sort(([, a], [, b]) => a - b)) {
    parser.skipSpace();
    if (parser.at !== offset) throw refused(`something between its objects, before byte ${offset}`);
    const before = parser.valuesLeft;
    const object = parser.indirectObject(number);
    objects.set(number, object);
    read.push({ number, offset, end: parser.at, values: before - parser.valuesLeft, object });
  }
  parser.skipSpace();
  if (parser.at !== end) throw refused('something between its objects and its cross-reference table');
  if (!known) learnBeginning(bytes, read);
  return objects;
}
