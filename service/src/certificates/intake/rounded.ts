import { fieldProblem, formats } from '../types/index.js';
import type { Field, FieldProblem } from '../types/index.js';
import type { Column } from './columns.js';
import { UploadRefused } from './errors.js';
import { cellText } from './table.js';
import type { Cell } from './table.js';

/** A double has 15 significant digits that spreadsheets keep; the rest comes back as zeros. */
const DIGITS = 15;
/**
 * Of numbers of digits alone that nobody rounded one in 1,000 ends in 000 and is right: two digits and a check digit of
 * ten. Of rounded ones one in eleven is right, one for ten that are wrong: where fewer others than this go with each
 * wrong one, rounding explains more of those that are right than chance does.
 */
const RIGHT_BY_CHANCE = 1_000 / 10;
const SCIENTIFIC = /^\d(\.\d+)?e\+?\d{1,3}$/i;

/**
 * Watches the columns of numbers that are text (identity, credit and card numbers) for the marks that a
 * spreadsheet leaves which took them for quantities: scientific notation, and zeros from the sixteenth digit on.
 */
export class RoundedNumbers {
  readonly #columns: readonly { readonly column: Column; readonly counts: Counts }[];

  constructor(columns: readonly Column[]) {
    this.#columns = columns
      .filter(({ field }) => field !== undefined && isCode(field))
      .map((column) => ({ column, counts: { long: 0, ending: 0, failing: 0, zeros: 0, scientific: 0 } }));
  }

  /** What is wrong with single cells of a row; `NUMBER_MAYBE_ROUNDED` where only the other rows tell. */
  check(cells: readonly Cell[]): FieldProblem[] {
    return this.#columns.flatMap(({ column, counts }) => {
      const { at, key, field } = column;
      const cell = cells[at] ?? '';
      const text = cellText(cell).normalize('NFKC').replace(/[\s']/g, '');
      if (
        SCIENTIFIC.test(text) ||
        (typeof cell === 'object' && 'number' in cell && cell.number >= 10 ** DIGITS)
      ) {
        counts.scientific += 1;
        return [fieldProblem(key, 'NUMBER_ROUNDED')];
      }
      if (!/^\d{16,}$/.test(text)) return [];
      counts.long += 1;
      const zeros = text.length - DIGITS;
      if (!text.endsWith('0'.repeat(zeros))) return [];
      counts.ending += 1;
      counts.zeros += zeros;
      if (hasCheckDigits(field) && !isRight(field, text)) {
        counts.failing += 1;
        return [fieldProblem(key, 'NUMBER_ROUNDED')];
      }
      return [fieldProblem(key, 'NUMBER_MAYBE_ROUNDED')];
    });
  }

  /**
   * After the last row: numbers that pass their check by chance among rounded ones cannot be told from right ones. A few
   * wrong numbers in a large file, where some end in zeros anyhow, are their rows' own problem, and so are those that
   * end in zeros: they are compared with the original, each by itself.
   * @returns keys of the columns in which what may have been rounded is a problem
   * @throws UploadRefused `UPLOAD_ROUNDED` naming the column
   */
  finish(): ReadonlySet<string> {
    for (const { column, counts } of this.#columns) {
      const { long, ending, failing, zeros } = counts;
      const among = ending > failing && failing * RIGHT_BY_CHANCE >= long - failing;
      // Six zeros by chance: one in a million.
      const all =
        ending === long && ending > 1 && (failing > 1 || (!hasCheckDigits(column.field) && zeros >= 6));
      if (among || all) throw rounded(column.header);
    }
    const doubted = this.#columns.filter(({ counts: { failing, scientific } }) => failing + scientific > 0);
    return new Set(doubted.map(({ column }) => column.key));
  }
}

interface Counts {
  /** Numbers of sixteen digits and more; of these, ending in zeros as rounded ones do; of these, wrong. */
  long: number;
  ending: number;
  failing: number;
  zeros: number;
  /** Numbers in scientific notation, or a spreadsheet's own as large. */
  scientific: number;
}

/** Text of digits whose every digit counts. */
const isCode = (field: Field): boolean =>
  field.type === 'string' && (hasCheckDigits(field) || field['pattern'] !== undefined);

const CHECKED = new Set(['id-number', 'uscc', 'holder-number']);
const hasCheckDigits = (field: Field | undefined): boolean => CHECKED.has(String(field?.['format']));
const isRight = (field: Field | undefined, text: string): boolean =>
  formats[String(field?.['format'])]?.(text) ?? true;

const rounded = (header: string): UploadRefused =>
  new UploadRefused(
    'UPLOAD_ROUNDED',
    {
      zh: `“${header}”列的号码已被电子表格当作数值舍入（末几位变成 0），原号码已丢失：请从原始数据重新导出，先把该列设为“文本”格式再填入；可用 certbridge template 的模板。全部未受理。`,
      en: `A spreadsheet has rounded the numbers of column “${header}” (their last digits are zeros): export them again from the source into a column formatted as text. Nothing was taken.`,
    },
    { details: { column: header } },
  );
