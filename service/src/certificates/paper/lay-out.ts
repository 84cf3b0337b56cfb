import { UsedFont } from '../documents/index.js';
import type { Faces, Matrix } from '../documents/index.js';
import { shown } from './embed-font.js';

/** A paragraph, or a picture. */
export type PaperBlock =
  | {
      readonly text: string;
      /** Points; 10.5 (五号) unless given. */
      readonly size?: number;
      readonly bold?: true;
      /** Points above it. */
      readonly above?: number;
    }
  /** A row of a table, ruled off below; widths in points. */
  | {
      readonly cells: readonly { readonly text: string; readonly width: number }[];
      readonly bold?: true;
    }
  /** A QR code at the left, `width` points wide. */
  | { readonly qr: Matrix; readonly width: number };

export type PaperPage = readonly PaperBlock[];

const MARGIN = 62;
const USUAL = 10.5;
const LEADING = 1.6;
const PT_IN_MM = 25.4 / 72;
/** Where no font has the character. */
const REPLACEMENT = '□';

interface Run {
  readonly font: UsedFont;
  readonly codes: string;
  readonly width: number;
}

/** Content streams of pages, and the fonts that they name. */
export interface LaidOut {
  readonly sheets: readonly string[];
  readonly fonts: readonly UsedFont[];
}

/** Lines are broken where they are full, pages where they are. @param size of a page, points */
export function layOut(
  faces: Faces,
  pages: readonly PaperPage[],
  [width, height]: readonly [number, number],
): LaidOut {
  const used = new Map<string, UsedFont>();
  const sheets: string[] = [];
  for (const page of pages) {
    let sheet = '';
    let y = height - MARGIN;
    const need = (room: number): void => {
      if (y - room >= MARGIN || sheet === '') return;
      sheets.push(sheet);
      [sheet, y] = ['', height - MARGIN];
    };
    for (const block of page) {
      if ('qr' in block) {
        // The quiet zone of ISO/IEC 18004 §6.3.8, above and below as beside it.
        const quiet = (4 * block.width) / block.qr.size;
        need(block.width + 2 * quiet);
        y -= block.width + quiet;
        sheet += drawQr(block.qr, { x: MARGIN, y, width: block.width });
        y -= quiet;
        continue;
      }
      if ('cells' in block) {
        const row = layRow(faces, used, block);
        need(row.height);
        sheet += row.draw(y);
        y -= row.height;
        continue;
      }
      const { text, size = USUAL, bold, above = 0 } = block;
      y -= above;
      for (const line of linesOf(faces, used, { text, size, bold: bold === true }, width - 2 * MARGIN)) {
        need(size * LEADING);
        y -= size * LEADING;
        sheet += drawLine(line, size, y);
      }
    }
    sheets.push(sheet);
  }
  return { sheets, fonts: [...used.values()] };
}

/** Points of text in a table, and between it and the rules. */
const CELL = { size: 9, beside: 4, above: 5 } as const;

/** A row's height, and how it is drawn below a place. */
function layRow(
  faces: Faces,
  used: Map<string, UsedFont>,
  {
    cells,
    bold = false,
  }: {
    readonly cells: readonly { readonly text: string; readonly width: number }[];
    readonly bold?: boolean;
  },
): { readonly height: number; readonly draw: (top: number) => string } {
  const { size, beside, above } = CELL;
  const leading = size * LEADING;
  const laid = cells.map(({ text, width }) => linesOf(faces, used, { text, size, bold }, width - beside));
  const height = Math.max(...laid.map((lines) => lines.length)) * leading + above;
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  const draw = (top: number): string => {
    let sheet = '';
    let x = MARGIN;
    laid.forEach((lines, at) => {
      lines.forEach((line, n) => {
        sheet += drawLine(line, size, top - (n + 1) * leading, x);
      });
      x += cells[at]?.width ?? 0;
    });
    const rule = (top - height).toFixed(2);
    return `${sheet}0.5 w ${MARGIN} ${rule} m ${(MARGIN + width).toFixed(2)} ${rule} l S\n`;
  };
  return { height, draw };
}

function linesOf(
  faces: Faces,
  used: Map<string, UsedFont>,
  { text, size, bold }: { readonly text: string; readonly size: number; readonly bold: boolean },
  room: number,
): Run[][] {
  const lines: Run[][] = [[]];
  let left = room;
  for (const character of text) {
    const run = runOf(faces, used, character, { size, bold });
    if (run.width > left) {
      lines.push([]);
      left = room;
    }
    lines.at(-1)?.push(run);
    left -= run.width;
  }
  return lines;
}

function runOf(
  faces: Faces,
  used: Map<string, UsedFont>,
  character: string,
  { size, bold }: { readonly size: number; readonly bold: boolean },
): Run {
  const face = bold ? 'sans-bold' : 'sans';
  const glyph =
    faces.glyph(face, character.codePointAt(0) ?? 0) ?? faces.glyph(face, REPLACEMENT.codePointAt(0) ?? 0);
  if (!glyph) throw new TypeError(`the font ${face} has no ${REPLACEMENT}`);
  const name = glyph.font.postScriptName;
  let font = used.get(name);
  // The largest size that any paper uses, so that outlines are exact in all.
  font ??= new UsedFont(`F${used.size}`, glyph.font, 40 * PT_IN_MM);
  used.set(name, font);
  return { font, codes: font.code(glyph), width: font.advance(glyph.id) * size };
}

function drawLine(runs: readonly Run[], size: number, y: number, x = MARGIN): string {
  let operators = `BT 1 0 0 1 ${x.toFixed(2)} ${y.toFixed(2)} Tm\n`;
  for (let at = 0; at < runs.length;) {
    const { font } = runs[at] as Run;
    const end = runs.findIndex((run, n) => n > at && run.font !== font);
    const same = runs.slice(at, end < 0 ? undefined : end);
    operators += `/${font.name} ${size} Tf ${shown(same.map(({ codes }) => codes).join(''))} Tj\n`;
    at += same.length;
  }
  return `${operators}ET\n`;
}

function drawQr(
  { size, modules }: Matrix,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): string {
  const side = width / size;
  let rectangles = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (modules[row * size + column] !== 1) continue;
      const [left, bottom] = [x + column * side, y + width - (row + 1) * side];
      rectangles += `${left.toFixed(3)} ${bottom.toFixed(3)} ${side.toFixed(3)} ${side.toFixed(3)} re\n`;
    }
  }
  return `0 g\n${rectangles}f\n`;
}
