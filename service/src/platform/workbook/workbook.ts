/*
 * Written by hand: @e965/xlsx, which reads workbooks here, writes neither lists to choose from nor formats of whole
 * columns; exceljs and its forks do, and brought 215 packages of which many are no longer looked after;
 * write-excel-file has no lists. What a table of text needs is six parts of XML in a ZIP, whose writer is here.
 */
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { zip } from '../zip/index.js';
import type { ZipFile } from '../zip/index.js';
import { columnName, sheetXml } from './sheet.js';
import type { ChoicesAt, Sheet, SheetColumn } from './sheet.js';
import { xmlPart, xmlText } from './xml.js';

const CHOICES = '可选值 Choices';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The media type of a workbook's file. */
export const workbookMedia = `${TYPES}.sheet`;

/** A workbook of sheets of text (ECMA-376, Office Open XML); lists to choose from stand on a last sheet of their own. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const { listed, choicesAt } = choicesOf(sheets);
  const all = listed ? [...sheets, listed] : sheets;
  return buffer(Readable.from(zip(partsOf(all, choicesAt))));
}

/** A list inside a rule may have 255 characters: a range may have any number. */
function choicesOf(sheets: readonly Sheet[]): { readonly listed?: Sheet; readonly choicesAt: ChoicesAt } {
  const lists: (readonly string[])[] = [];
  const places = new Map<SheetColumn, string>();
  for (const column of sheets.flatMap(({ columns }) => columns)) {
    if (!column.choices) continue;
    const name = columnName(lists.length);
    places.set(column, `'${CHOICES}'!$${name}$2:$${name}$${column.choices.length + 1}`);
    lists.push(column.choices);
  }
  const choicesAt: ChoicesAt = (column) => places.get(column);
  if (lists.length === 0) return { choicesAt };
  const rows = Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, n) =>
    lists.map((list) => list[n] ?? ''),
  );
  const header = lists.map((_, n) => `${CHOICES} ${n + 1}`);
  return {
    listed: { name: CHOICES, columns: lists.map(() => ({ width: 24 })), rows: [header, ...rows] },
    choicesAt,
  };
}

function* partsOf(sheets: readonly Sheet[], choicesAt: ChoicesAt): Generator<ZipFile> {
  const part = (name: string, content: string): ZipFile => ({
    name,
    bytes: xmlPart(content),
    deflated: true,
  });
  yield part('[Content_Types].xml', contentTypes(sheets));
  yield part('_rels/.rels', relations([{ type: 'officeDocument', target: 'xl/workbook.xml' }]));
  const entries = sheets.map(
    ({ name }, n) => `<sheet name="${xmlText(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`,
  );
  yield part(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${entries.join('')}</sheets></workbook>`,
  );
  const targets = sheets.map((_, n) => ({ type: 'worksheet', target: `worksheets/sheet${n + 1}.xml` }));
  yield part('xl/_rels/workbook.xml.rels', relations([...targets, { type: 'styles', target: 'styles.xml' }]));
  yield part('xl/styles.xml', STYLES);
  for (const [n, sheet] of sheets.entries()) {
    yield part(`xl/worksheets/sheet${n + 1}.xml`, sheetXml(sheet, choicesAt));
  }
}

function contentTypes(sheets: readonly Sheet[]): string {
  const overrides = [
    ['/xl/workbook.xml', 'sheet.main'],
    ['/xl/styles.xml', 'styles'],
    ...sheets.map((_, n) => [`/xl/worksheets/sheet${n + 1}.xml`, 'worksheet']),
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${TYPES}.${type}+xml"/>`);
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
}

const relations = (all: readonly { readonly type: string; readonly target: string }[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(
      ({ type, target }, n) =>
        `<Relationship Id="rId${n + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

/** Cell formats: 0 the default, 1 text (number format 49, “@”), 2 the same in bold on grey, for headers. */
const STYLES =
  `<styleSheet xmlns="${MAIN}">` +
  '<fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EBEF"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
  '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs>' +
  '</styleSheet>';
