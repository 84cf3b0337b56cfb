import { UsedFont } from '../documents/index.js';
import type { Faces, Matrix } from '../documents/index.js';
import { shown } from './embed-font.js';
import type { Picture } from './picture.js';

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
  | { readonly qr: Matrix; readonly width: number }
  /** A picture at the left, `width` points wide. */
  | { readonly picture: Picture; readonly width: number }
  /** Two cards to cut out beside each other, as large as identity cards (ISO/IEC 7810, ID-1). */
  | { readonly cards: readonly [PaperCard, PaperCard] };

/** A QR code, and beside it what it is of. */
export interface PaperCard {
  readonly qr: Matrix;
  /** Smaller where they would not fit. */
  readonly lines: readonly { readonly text: string; readonly bold?: true }[];
}

export type PaperPage = readonly PaperBlock[];

const MARGIN = 62;
const USUAL = 10.5;
const LEADING = 1.6;
const PT_IN_MM = 25.4 / 72;
/** Of ISO/IEC 7810, ID-1: 85.60 mm × 53.98 mm. */
const CARD = { width: 85.6 / PT_IN_MM, height: 53.98 / PT_IN_MM } as const;
const CARD_INSET = 5;
/** The code with its quiet zone: a module is half a millimetre wide, which cameras and scanners read. */
const CARD_QR = 45 / PT_IN_MM;
const CARD_SIZES = [8, 7, 6] as const;
const CARD_SMALLEST = 5;
/** What stays on one line: words of Latin letters, and each other character by itself. */
const WORDS = /[\p{Script=Latin}\p{Nd}’'*.:/#-]+|[^]/gu;
/** Where no font has the character. */
const REPLACEMENT = '□';

interface Run {
  readonly font: UsedFont;
  readonly codes: string;
  readonly width: number;
}

/** Content streams of pages, and the fonts and pictures that they name. */
export interface LaidOut {
  readonly sheets: readonly string[];
  readonly fonts: readonly UsedFont[];
  readonly pictures: readonly { readonly name: string; readonly png: Uint8Array }[];
}

/** Lines are broken where they are full, pages where they are. @param size of a page, points */
export function layOut(
  faces: Faces,
  pages: readonly PaperPage[],
  [width, height]: readonly [number, number],
): LaidOut {
  const used = new Map<string, UsedFont>();
  const sheets: string[] = [];
  const pictures: { name: string; png: Uint8Array }[] = [];
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
      if ('cards' in block) {
        need(CARD.height);
        y -= CARD.height;
        const left = width / 2 - CARD.width;
        for (const [column, card] of block.cards.entries())
          sheet += drawCard(faces, used, card, { x: left + column * CARD.width, y });
        continue;
      }
      if ('picture' in block) {
        const { picture, width: wide } = block;
        const high = (wide * picture.height) / picture.width;
        need(high);
        y -= high;
        const name = `P${pictures.length}`;
        pictures.push({ name, png: picture.png });
        sheet += `q ${wide} 0 0 ${high.toFixed(2)} ${MARGIN} ${y.toFixed(2)} cm /${name} Do Q\n`;
        continue;
      }
      const { text, size = USUAL, bold, above = 0 } = block;
      y -= above;
      for (const line of linesOf(faces, used, { text, size, bold: bold === true }, width - 2 * MARGIN)) {
        need(size * LEADING);
        y -= size * LEADING;
        sheet += drawLine(line, size, { x: MARGIN, y });
      }
    }
    sheets.push(sheet);
  }
  return { sheets, fonts: [...used.values()], pictures };
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
      const left = x;
      lines.forEach((line, n) => {
        sheet += drawLine(line, size, { x: left, y: top - (n + 1) * leading });
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
  for (const [word] of text.matchAll(WORDS)) {
    const runs = [...word].map((character) => runOf(faces, used, character, { size, bold }));
    const whole = runs.reduce((sum, run) => sum + run.width, 0);
    if (whole > left && whole <= room) {
      lines.push([]);
      left = room;
    }
    for (const run of runs) {
      if (run.width > left) {
        lines.push([]);
        left = room;
      }
      lines.at(-1)?.push(run);
      left -= run.width;
    }
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

/** Its edges are dashed, to be cut along; nothing is drawn outside them. @param at its lower left corner, points */
function drawCard(
  faces: Faces,
  used: Map<string, UsedFont>,
  { qr, lines }: PaperCard,
  { x, y }: Point,
): string {
  const quiet = (4 * CARD_QR) / (qr.size + 8);
  const code = { x: x + CARD_INSET + quiet, y: y + (CARD.height - CARD_QR) / 2 + quiet };
  const left = x + CARD_INSET + CARD_QR;
  const room = CARD.width - CARD_QR - 2 * CARD_INSET;
  const setIn = (size: number): Run[][] =>
    lines.flatMap(({ text, bold }) => linesOf(faces, used, { text, size, bold: bold === true }, room));
  const fits = (size: number): boolean => setIn(size).length * size * LEADING <= CARD.height - 2 * CARD_INSET;
  const size = CARD_SIZES.find(fits) ?? CARD_SMALLEST;
  const set = setIn(size);
  const top = y + (CARD.height + set.length * size * LEADING) / 2;
  const edges = [x, y, CARD.width, CARD.height].map((value) => value.toFixed(2)).join(' ');
  return [
    `q ${edges} re W n\n`,
    drawQr(qr, { ...code, width: CARD_QR - 2 * quiet }),
    ...set.map((line, n) =>
      drawLine(line, size, { x: left, y: top - (n + 1) * size * LEADING + size * 0.4 }),
    ),
    `Q\nq 0.5 w [4 3] 0 d ${edges} re S Q\n`,
  ].join('');
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function drawLine(runs: readonly Run[], size: number, { x, y }: Point): string {
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
