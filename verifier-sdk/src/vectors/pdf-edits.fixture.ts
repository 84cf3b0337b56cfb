/** Changes of a small PDF before it is signed, and the cases of what they make. */
import { signatureLoss } from '../pdf/index.js';
import { documentOf, sign } from './documents.fixture.js';
import type { DocumentOptions, Signed } from './documents.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

/** A change of objects, by their numbers. */
export type Edit = (objects: Map<number, string>) => void;
/** A change of the whole file. */
export type FileEdit = (file: Buffer) => Buffer;

export const refused = 'invalid STRUCTURE_REFUSED';
/** Its own page and no receipt of it: what is found once the file is taken. */
const taken = 'indeterminate RECEIPT_MISSING';
const section = 'In a PDF';

function changed(text: string, from: string | RegExp, to: string): string {
  const after = text.replace(from, to);
  if (after === text) throw new TypeError(`nothing there is ${String(from)}`);
  return after;
}

export const edit =
  (object: number, from: string | RegExp, to: string): Edit =>
  (objects) => {
    objects.set(object, changed(objects.get(object) ?? '', from, to));
  };

/** One more object after the others. */
export const extra =
  (body: string): Edit =>
  (objects) => {
    objects.set(Math.max(...objects.keys()) + 1, body);
  };

export const both =
  (...edits: readonly Edit[]): Edit =>
  (objects) => {
    for (const one of edits) one(objects);
  };

export const replaced =
  (from: string | RegExp, to: string): FileEdit =>
  (file) =>
    Buffer.from(changed(file.toString('latin1'), from, to), 'latin1');

/** More bytes before others; the table and what leads to it are right all the same. */
export const inserted =
  (before: string, more: string): FileEdit =>
  (file) => {
    const text = file.toString('latin1');
    const at = text.indexOf(before);
    const moved = (offset: string): number => Number(offset) + (Number(offset) >= at ? more.length : 0);
    const all = (text.slice(0, at) + more + text.slice(at))
      .replace(/(\d{10})(?= 00000 n )/g, (offset) => String(moved(offset)).padStart(10, '0'))
      .replace(/(?<=startxref\n)\d+/, (offset) => String(moved(offset)));
    return Buffer.from(all, 'latin1');
  };

export class EditedPdfs {
  constructor(readonly set: VectorSet) {}

  file(id: string, bytes: Uint8Array, expect = refused, more: Partial<CaseOf> = {}): void {
    const path = this.set.put(`pdf/structure/${id}.pdf`, bytes);
    const input = { kind: 'pdf', file: path } as const;
    // What encloses nothing any more may have been broken by saving: its pages are looked at.
    const needs = signatureLoss(bytes) === 'damaged' ? ({ needs: 'pages' } as const) : {};
    this.set.case({ id: `pdf/structure/${id}`, section, input, expect, ...needs, ...more });
  }

  async signed(
    id: string,
    options: DocumentOptions,
    expect = refused,
    { receipt, ...changes }: Signed = { receipt: this.set.pdf.receipt },
  ): Promise<void> {
    const document = await documentOf(this.set.cast, 'pdf', options);
    this.file(id, sign(this.set.cast, document, { ...changes, ...(receipt && { receipt }) }), expect);
  }

  /** Written as the profile allows it. */
  taken(id: string, options: DocumentOptions, changes: Signed = {}): Promise<void> {
    return this.signed(id, options, taken, changes);
  }
}
