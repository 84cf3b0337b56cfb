import { xmlText } from './xml.js';

/** A column of text: formatted so that a spreadsheet makes no number or day of what is typed into it. */
export interface SheetColumn {
  /** In characters of the default font; Chinese ones take two. */
  readonly width: number;
  /** Offered as a drop-down list; something else may be typed after a warning. */
  readonly choices?: readonly string[] | undefined;
  /** Shown beside a cell that is chosen: title of at most 32 characters, text of at most 255. */
  readonly hint?: { readonly title: string; readonly text: string } | undefined;
}

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** The first is the header. */
  readonly rows: readonly (readonly string[])[];
  /** Rows below the header for which lists and hints hold. */
  readonly fillable?: number;
}

/** Where a list of choices stands: a formula. */
export type ChoicesAt = (column: SheetColumn) => string | undefined;

/** Indices into `cellXfs` of the styles part. */
const TEXT = 1;
const HEADER = 2;

/** ECMA-376 part 1 §18.3.1.99; its elements in the order that the schema demands. */
export function sheetXml({ columns, rows, fillable = 0 }: Sheet, choicesAt: ChoicesAt): string {
  const cols = columns.map(({ width }, at) => {
    const n = at + 1;
    return `<col min="${n}" max="${n}" width="${width}" style="${TEXT}" customWidth="1"/>`;
  });
  const data = rows.map((cells, at) => rowXml(cells, at + 1));
  return (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${cols.join('')}</cols><sheetData>${data.join('')}</sheetData>` +
    `${validationsXml(columns, fillable, choicesAt)}</worksheet>`
  );
}

function rowXml(cells: readonly string[], row: number): string {
  const style = row === 1 ? HEADER : TEXT;
  const written = cells.map((text, at) => {
    const cell = `<c r="${columnName(at)}${row}" s="${style}"`;
    return text === ''
      ? `${cell}/>`
      : `${cell} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
  });
  return `<row r="${row}">${written.join('')}</row>`;
}

/** §18.3.1.32: a list where there are choices, else the hint alone. */
function validationsXml(columns: readonly SheetColumn[], fillable: number, choicesAt: ChoicesAt): string {
  if (fillable === 0) return '';
  const all = columns.flatMap((column, at) => {
    const { hint } = column;
    const formula = choicesAt(column);
    if (!hint && formula === undefined) return [];
    const name = columnName(at);
    const list = formula === undefined ? '' : ' type="list" errorStyle="warning" showErrorMessage="1"';
    const prompt = hint
      ? ` showInputMessage="1" promptTitle="${xmlText(cut(hint.title, 32))}" prompt="${xmlText(cut(hint.text, 255))}"`
      : '';
    const content = formula === undefined ? '' : `<formula1>${xmlText(formula)}</formula1>`;
    return `<dataValidation${list} allowBlank="1"${prompt} sqref="${name}2:${name}${fillable + 1}">${content}</dataValidation>`;
  });
  return all.length === 0 ? '' : `<dataValidations count="${all.length}">${all.join('')}</dataValidations>`;
}

/** So many UTF-16 units at most, none of them half of a character. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/\p{Cs}$/u, '')}…`;

/** A, B, … Z, AA, … */
export function columnName(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnName(Math.floor(at / 26) - 1) + last;
}
