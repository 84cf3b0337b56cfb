import { platform } from '#platform';
import type { PdfObject } from './values.js';

/*
 * Files of one issuer and layout begin with the same 33 kB, in which 64 of their 75 objects stand: read again for each
 * file they took a quarter of its verification.
 */

/** An object as it was read, and from where to where. */
export interface PlacedObject {
  readonly number: number;
  readonly offset: number;
  readonly end: number;
  /** How many values it has. */
  readonly values: number;
  readonly object: PdfObject;
}

/** Bytes with which files began, and the objects in them, in their order. */
interface Beginning {
  readonly bytes: Uint8Array;
  readonly objects: readonly PlacedObject[];
}

const MOST = 16;
/** Less is not worth the comparison, and more than this no layout has. */
const SHORTEST = 4096;
const LONGEST = 262_144;

/** Those that more than one file had, the one used last at the end. */
const known: Beginning[] = [];
/** Of the last file that began otherwise. What it has in common with the next is remembered, its own is not. */
let last: Beginning | undefined;

/**
 * The objects of a beginning that the file has byte for byte, in their order. What stands in the same bytes at the
 * same place is the same object; nobody changes one.
 */
export function recallBeginning(bytes: Uint8Array): readonly PlacedObject[] | undefined {
  const at = known.findLastIndex(
    (one) =>
      one.bytes.length <= bytes.length && platform.equal(one.bytes, bytes.subarray(0, one.bytes.length)),
  );
  const [found] = at === -1 ? [] : known.splice(at, 1);
  if (found) known.push(found);
  return found?.objects;
}

/** Learns what a file that began otherwise has in common with the one before it. */
export function learnBeginning(bytes: Uint8Array, objects: readonly PlacedObject[]): void {
  const before = last;
  last = beginningOf(bytes, objects, LONGEST);
  const shared = before && beginningOf(before.bytes, before.objects, commonLength(before.bytes, bytes));
  if (!shared || shared.bytes.length < SHORTEST) return;
  last = undefined;
  known.push(shared);
  if (known.length > MOST) known.shift();
}

/** The objects that end within so many bytes, their streams views of a copy of these bytes and of nothing else. */
function beginningOf(bytes: Uint8Array, objects: readonly PlacedObject[], length: number): Beginning {
  const within = objects.filter(({ end }) => end <= length);
  // `slice` of a caller's Buffer would share its memory.
  const copy = new Uint8Array(bytes.subarray(0, within.at(-1)?.end ?? 0));
  const moved = ({ value, stream }: PdfObject): PdfObject => {
    if (!stream) return { value, isKept: true };
    const start = stream.byteOffset - bytes.byteOffset;
    return { value, stream: copy.subarray(start, start + stream.length), isKept: true };
  };
  return { bytes: copy, objects: within.map((one) => ({ ...one, object: moved(one.object) })) };
}

function commonLength(a: Uint8Array, b: Uint8Array): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
