import { readFile } from 'node:fs/promises';
import type { CertificateType } from '@certbridge/service/certificates/types';
import { dateAt } from '@certbridge/verifier-sdk/formats';
import { idNumberOf } from '../samples/numbers.js';

/** Numbers that one day of birth has for men: 101, 103, … 999. */
const OF_ONE_DAY = 450;

/** Residence permits of invented people, each somebody new. */
export class Permits {
  readonly header: string;
  readonly #sample: readonly string[];
  #count = 0;

  private constructor(header: string, sample: readonly string[]) {
    this.header = header;
    this.#sample = sample;
  }

  static async open(): Promise<Permits> {
    const file = new URL('../../../service/first-certificates/residence-permit.csv', import.meta.url);
    const [header = '', sample = ''] = (await readFile(file, 'utf8')).trim().split('\n');
    return new Permits(header, sample.split(','));
  }

  /** Cells in the order of the header; the number with its check character (GB 11643). */
  cells(): string[] {
    const birth = dateAt(Date.UTC(1990, 0, 1 + Math.floor(this.#count / OF_ONE_DAY)));
    // The last of the three digits is the sex: odd as the sample's.
    const order = 101 + 2 * (this.#count % OF_ONE_DAY);
    this.#count += 1;
    const cells = [...this.#sample];
    cells[2] = '汉族';
    cells[3] = birth;
    cells[4] = idNumberOf(`330199${birth.replaceAll('-', '')}${order}`);
    return cells;
  }

  /** A CSV of these rows; of one new person unless given. */
  file(...rows: readonly (readonly string[])[]): string {
    const all = rows.length > 0 ? rows : [this.cells()];
    return [this.header, ...all.map((cells) => cells.join(','))].join('\n');
  }

  /** What the API takes for one application. */
  application(type: CertificateType, cells = this.cells()): Record<string, unknown> {
    const titles = this.header.split(',');
    const byTitle = new Map(titles.map((title, i) => [title, cells[i]]));
    const keyed = Object.entries(type.schema.properties).flatMap(([key, field]) => {
      const value = byTitle.get(field['x-title'].zh);
      return value === undefined ? [] : [[key, value] as const];
    });
    return {
      fields: Object.fromEntries(keyed),
      validFrom: byTitle.get('有效期起'),
      validUntil: byTitle.get('有效期止'),
    };
  }
}
