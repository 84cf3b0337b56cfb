/** Objects with a number, written one after another; offsets are kept for the cross-reference table. */
export class ObjectWriter {
  readonly #parts: Buffer[] = [];
  readonly #offsets = new Map<number, number>();
  #length = 0;
  #next: number;

  /** @param base the objects before, with their offsets: written once, used for many files */
  constructor(next: number, base?: Written) {
    this.#next = next;
    if (base) {
      this.#parts.push(base.bytes);
      this.#length = base.bytes.length;
      this.#offsets = new Map(base.offsets);
    }
  }

  /** A fresh object number. */
  reserve(): number {
    return this.#next++;
  }

  get length(): number {
    return this.#length;
  }

  raw(bytes: Buffer | string): void {
    const part = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    this.#parts.push(part);
    this.#length += part.length;
  }

  object(number: number, body: string): void {
    this.#offsets.set(number, this.#length);
    this.raw(`${number} 0 obj\n${body}\nendobj\n`);
  }

  stream(number: number, entries: string, data: Uint8Array): void {
    this.#offsets.set(number, this.#length);
    this.raw(`${number} 0 obj\n<<${entries}/Length ${data.length}>>\nstream\n`);
    this.raw(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    this.raw('\nendstream\nendobj\n');
  }

  add(body: string): number {
    const number = this.reserve();
    this.object(number, body);
    return number;
  }

  addStream(entries: string, data: Uint8Array): number {
    const number = this.reserve();
    this.stream(number, entries, data);
    return number;
  }

  written(): Written {
    return { bytes: Buffer.concat(this.#parts, this.#length), offsets: this.#offsets, next: this.#next };
  }

  /** Cross-reference table and trailer (ISO 32000-1 §7.5.4), and the whole file. */
  finish(trailer: string): Buffer {
    const start = this.#length;
    let table = `xref\n0 ${this.#next}\n0000000000 65535 f \n`;
    for (let number = 1; number < this.#next; number++) {
      const offset = this.#offsets.get(number);
      if (offset === undefined) throw new TypeError(`object ${number} was never written`);
      table += `${String(offset).padStart(10, '0')} 00000 n \n`;
    }
    this.raw(`${table}trailer\n<<${trailer}/Size ${this.#next}>>\nstartxref\n${start}\n%%EOF\n`);
    return Buffer.concat(this.#parts, this.#length);
  }
}

export interface Written {
  readonly bytes: Buffer;
  readonly offsets: ReadonlyMap<number, number>;
  readonly next: number;
}
