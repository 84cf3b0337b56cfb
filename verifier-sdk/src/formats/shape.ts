import { FormatError } from './error.js';
import type { FormatErrorCode } from './error.js';
import { isDate, isInstant } from './dates.js';
import type { Json, JsonObject } from './json.js';

/** Reads one value of a record or throws. */
export type Read<T> = (value: Json | undefined, where: string) => T;

/** What the reader takes; undefined where it refuses. */
export function legible<T>(read: Read<T>, value: Json | undefined): T | undefined {
  try {
    return read(value, 'the value');
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

type Readers = Readonly<Record<string, Read<unknown>>>;
type Members<R extends Readers> = { readonly [K in keyof R]: ReturnType<R[K]> };

/** Readers of one format: strict and bounded; every refusal has the format's code and names the place. */
export class Shape {
  readonly #code: FormatErrorCode;

  constructor(code: FormatErrorCode) {
    this.#code = code;
  }

  wrong(where: string, what: string): FormatError {
    return new FormatError(this.#code, `${where} is not ${what}`);
  }

  /** An object with these members and no other. */
  object(value: Json | undefined, where: string, members: readonly string[]): JsonObject {
    const object = this.open(value, where);
    for (const key of Object.keys(object)) {
      if (!members.includes(key)) throw new FormatError(this.#code, `${where} has an unknown member`);
    }
    return object;
  }

  /** An object that may have further members, of later versions or as its standard allows: they stay, and count in its hash. */
  readonly open: Read<JsonObject> = (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.wrong(where, 'an object');
    return value as JsonObject;
  };

  /** The members that have readers, of an object that may have others; of the optional ones, those that are there. */
  members<R extends Readers>(required: R): Read<Members<R>>;
  members<R extends Readers, O extends Readers>(
    required: R,
    optional: O,
  ): Read<Members<R> & Partial<Members<O>>>;
  members(required: Readers, optional: Readers = {}): Read<unknown> {
    const needed = Object.entries(required);
    const possible = Object.entries(optional);
    return (value, where) => {
      const object = this.open(value, where);
      const read: Record<string, unknown> = {};
      for (const [name, reader] of needed) read[name] = reader(object[name], `${where}.${name}`);
      for (const [name, reader] of possible) {
        if (Object.hasOwn(object, name)) read[name] = reader(object[name], `${where}.${name}`);
      }
      return read;
    };
  }

  /** The same of an object that has no other members. */
  exactly<R extends Readers>(required: R): Read<Members<R>>;
  exactly<R extends Readers, O extends Readers>(
    required: R,
    optional: O,
  ): Read<Members<R> & Partial<Members<O>>>;
  exactly(required: Readers, optional: Readers = {}): Read<unknown> {
    const names = Object.keys({ ...required, ...optional });
    const read = this.members(required, optional);
    return (value, where) => read(this.object(value, where, names), where);
  }

  /** What the reader reads, or null. */
  orNull<T>(read: Read<T>): Read<T | null> {
    return (value, where) => (value === null ? null : read(value, where));
  }

  /**
   * The version of a format, from 1.
   * @throws FormatError `VERSION_UNKNOWN` for a later one than `newest`, with which the rest must not be judged
   */
  version(value: Json | undefined, where: string, newest: number): number {
    const found = this.count(value, where);
    if (found > newest)
      throw new FormatError('VERSION_UNKNOWN', `${where} is ${found}: this software knows up to ${newest}`);
    return found;
  }

  readonly text =
    (pattern: RegExp, what: string): Read<string> =>
    (value, where) => {
      if (typeof value !== 'string' || !pattern.test(value)) throw this.wrong(where, what);
      return value;
    };

  readonly hash = this.text(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
  readonly hex32 = this.text(/^[0-9a-f]{32}$/, '16 bytes in lower-case hex');
  readonly kid = this.text(/^[0-9a-f]{16}$/, '8 bytes in lower-case hex');
  readonly code18 = this.text(/^[0-9A-Z]{18}$/, 'an 18-character code');
  readonly code21 = this.text(/^[0-9A-Z]{21}$/, 'a 21-character certificate type');
  readonly thumbprint = this.text(/^[A-Za-z0-9_-]{43}$/, 'an RFC 7638 thumbprint');
  readonly mspId = this.text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'an MSP id');
  readonly ledgerName = this.text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,248}$/, 'a name on the ledger');
  readonly label = this.text(/^[^\p{Cc}]{1,200}$/u, 'a text of 1 to 200 characters');
  readonly base64 = this.text(
    /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^[A-Za-z0-9+/]{2}==$|^[A-Za-z0-9+/]{3}=$/,
    'base64',
  );
  readonly instant: Read<string> = (value, where) => {
    if (typeof value !== 'string' || !isInstant(value))
      throw this.wrong(where, 'an RFC 3339 instant with milliseconds');
    return value;
  };

  readonly date: Read<string> = (value, where) => {
    if (typeof value !== 'string' || !isDate(value)) throw this.wrong(where, 'a date YYYY-MM-DD');
    return value;
  };

  readonly count: Read<number> = (value, where) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
      throw this.wrong(where, 'a count from 1');
    return value;
  };

  readonly natural: Read<number> = (value, where) => (value === 0 ? 0 : this.count(value, where));

  one<const T extends string | number | boolean | null>(...allowed: readonly T[]): Read<T> {
    return (value, where) => {
      const found = allowed.find((candidate) => candidate === value);
      if (found === undefined) throw this.wrong(where, `one of ${allowed.join(', ')}`);
      return found;
    };
  }

  list<T>(read: Read<T>, max: number, min = 0): Read<readonly T[]> {
    return (value, where) => {
      if (!Array.isArray(value) || value.length > max || value.length < min) {
        throw this.wrong(where, `an array of ${min} to ${max}`);
      }
      return (value as readonly Json[]).map((item) => read(item, where));
    };
  }

  /** A list sorted by the key's code units, no key twice. */
  sorted<T>(read: Read<T>, key: (item: T) => string, max: number, min = 0): Read<readonly T[]> {
    const readList = this.list(read, max, min);
    return (value, where) => {
      const items = readList(value, where);
      let before: string | undefined;
      for (const item of items) {
        const name = key(item);
        if (before !== undefined && before >= name) throw this.wrong(where, 'sorted and unique');
        before = name;
      }
      return items;
    };
  }
}
