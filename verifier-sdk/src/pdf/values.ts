/** `/Name`, decoded. */
export class PdfName {
  constructor(readonly name: string) {}
}

/** `12 0 R`. */
export class PdfReference {
  constructor(readonly object: number) {}
}

/** A string, literal or hexadecimal, not decoded; offsets in the file, delimiters included. */
export class PdfString {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

export type PdfDictionary = ReadonlyMap<string, PdfValue>;
export type PdfArray = readonly PdfValue[];
export type PdfValue =
  null | boolean | number | PdfName | PdfReference | PdfString | PdfArray | PdfDictionary;

/** An indirect object; `stream` are its bytes, not decoded. */
export interface PdfObject {
  readonly value: PdfValue;
  readonly stream?: Uint8Array;
  /** Whether the same object may come with other files. */
  readonly isKept?: boolean;
}

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map;
}

export function isArray(value: PdfValue | undefined): value is PdfArray {
  return Array.isArray(value);
}

/** The name's text when the value is a name. */
export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.name : undefined;
}
