import { fromUtf8 } from '../formats/bytes.js';
import { AttestationError } from './error.js';

/** Fields of one message by number: bytes for length-delimited ones, numbers for varints. */
export type Fields = ReadonlyMap<number, readonly (Uint8Array | number)[]>;

/** What a message may hold: field number → `bytes` or `varint`, `*` behind it where it may repeat. */
export type Message = Readonly<Record<number, 'bytes' | 'bytes*' | 'varint'>>;

const wireVarint = 0;
const wireBytes = 2;

function malformed(what: string): AttestationError {
  return new AttestationError('ATTESTATION_MALFORMED', `not the protobuf message that it should be: ${what}`);
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.at === this.#bytes.length;
  }

  /** At most 35 bits: nothing that we read is larger. Longer forms than needed are refused. */
  varint(): number {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) throw malformed('cut short');
      this.at += 1;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) {
        if (byte === 0 && i > 0) throw malformed('a varint longer than needed');
        return value;
      }
    }
    throw malformed('a varint too large');
  }

  slice(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw malformed('cut short');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
}

/**
 * Reads one message strictly: known fields only, of the right wire type, singular ones once. Protobuf
 * itself would skip unknown fields and take the last of several, which leaves room for two readings.
 */
export function readMessage(bytes: Uint8Array, message: Message): Fields {
  const reader = new Reader(bytes);
  const fields = new Map<number, (Uint8Array | number)[]>();
  while (!reader.done) {
    const key = reader.varint();
    const number = Math.floor(key / 8);
    const kind = message[number];
    const wire = kind === 'varint' ? wireVarint : wireBytes;
    if (!kind || key % 8 !== wire) throw malformed(`field ${number}`);
    const value = wire === wireVarint ? reader.varint() : reader.slice(reader.varint());
    const present = fields.get(number);
    if (!present) fields.set(number, [value]);
    else if (kind === 'bytes*') present.push(value);
    else throw malformed(`field ${number} twice`);
  }
  return fields;
}

const none = new Uint8Array();

/** A singular field of bytes; absent is empty, as in proto3. */
export function bytesOf(fields: Fields, number: number): Uint8Array {
  const [value] = fields.get(number) ?? [];
  return value instanceof Uint8Array ? value : none;
}

export function textOf(fields: Fields, number: number): string {
  return fromUtf8(bytesOf(fields, number));
}

/** A singular varint; absent is 0. */
export function varintOf(fields: Fields, number: number): number {
  const [value] = fields.get(number) ?? [];
  return typeof value === 'number' ? value : 0;
}

export function listOf(fields: Fields, number: number): Uint8Array[] {
  return (fields.get(number) ?? []).filter((value) => value instanceof Uint8Array);
}
