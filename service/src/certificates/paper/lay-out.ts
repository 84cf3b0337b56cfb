import type { Faces, Matrix, UsedFont } from '../documents/index.js';
import { CARD, drawCard } from './card.js';
import type { PaperCard } from './card.js';
import { drawQr } from './draw-qr.js';
import { LEADING, drawLine, linesOf } from './lines.js';
import type { Picture } from './picture.js';

interface PaperText {
  readonly text: string;
  /** Points; 10.5 (五号) unless given. */
  readonly size?: number;
  readonly bold?: true;
  /** Points above it. */
  readonly above?: number;
}

/** A row of a table, ruled off below; widths in points. */
export interface PaperRow {
  readonly cells: readonly { readonly text: string; readonly width: number }[];
  readonly bold?: true;
}

/** What stands on a page, one below the other: a paragraph, a row, a code, a picture, or two cards. */
export type PaperBlock =
  | PaperText
  | PaperRow
  /** A QR code at the left, `width` points wide. */
  | { readonly qr: Matrix; readonly width: number }
  /** A picture at the left, `width` points wide. */
  | { readonly picture: Picture; readonly width: number }
  /** Two cards to cut out beside each other, as large as identity cards (ISO/IEC 7810, ID-1). */
  | { readonly cards: readonly [PaperCard, PaperCard] };

export type PaperPage = readonly PaperBlock[];

const MARGIN = 62;
const USUAL = 10.5;

/** Content streams of pages, and the fonts and pictures that they name. */
export interface LaidOut {
  readonly sheets: readonly string[];
  readonly fonts: readonly UsedFont[];
  readonly pictures: readonly { readonly name: string; readonly png: Uint8Array }[];
}

/** What no page's end divides. */
interface Piece {
  /** Points. */
  readonly height: number;
  /** Points above it, which a page may end in. */
  readonly above?: number;
  /** Its operators. @param top where it begins, points from the foot of the page */
  readonly draw: (top: number) => string;
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
  const pieces = (block: PaperBlock): Piece[] => {
    if ('qr' in block) return [qrOf(block)];
    if ('cells' in block) return [rowOf(faces, used, block)];
    if ('cards' in block) return [cardsOf(faces, used, block.cards, width)];
    if (!('picture' in block)) return textOf(faces, used, block, width - 2 * MARGIN);
    const name = `P${pictures.length}`;
    pictures.push({ name, png: block.picture.png });
    return [pictureOf(name, block)];
  };
  for (const page of pages) {
    let sheet = '';
    let y = height - MARGIN;
    const draw = (piece: Piece): void => {
      y -= piece.above ?? 0;
      if (y - piece.height < MARGIN && sheet !== '') {
        sheets.push(sheet);
        [sheet, y] = ['', height - MARGIN];
      }
      sheet += piece.draw(y);
      y -= piece.height;
    };
    for (const block of page) pieces(block).forEach(draw);
    sheets.push(sheet);
  }
  return { sheets, fonts: [...used.values()], pictures };
}

function textOf(
  faces: Faces,
  used: Map<string, UsedFont>,
  { text, size = USUAL, bold, above = 0 }: PaperText,
  room: number,
): Piece[] {
  const height = size * LEADING;
  return linesOf(faces, used, { text, size, bold: bold === true }, room).map((line, n) => ({
    height,
    above: n === 0 ? above : 0,
    draw: (top) => drawLine(line, size, { x: MARGIN, y: top - height }),
  }));
}

function qrOf({ qr, width }: { readonly qr: Matrix; readonly width: number }): Piece {
  // The quiet zone of ISO/IEC 18004 §6.3.8, above and below as beside it.
  const quiet = (4 * width) / qr.size;
  return {
    height: width + 2 * quiet,
    draw: (top) => drawQr(qr, { x: MARGIN, y: top - width - quiet, width }),
  };
}

function pictureOf(
  name: string,
  { picture, width }: { readonly picture: Picture; readonly width: number },
): Piece {
  const height = (width * picture.height) / picture.width;
  return {
    height,
    draw: (top) =>
      `q ${width} 0 0 ${height.toFixed(2)} ${MARGIN} ${(top - height).toFixed(2)} cm /${name} Do Q\n`,
  };
}

function cardsOf(
  faces: Faces,
  used: Map<string, UsedFont>,
  cards: readonly PaperCard[],
  width: number,
): Piece {
  const left = width / 2 - CARD.width;
  return {
    height: CARD.height,
    draw: (top) =>
      cards
        .map((card, column) =>
          drawCard(faces, used, card, { x: left + column * CARD.width, y: top - CARD.height }),
        )
        .join(''),
  };
}

/** Points of text in a table, and between it and the rules. */
const CELL = { size: 9, beside: 4, above: 5 } as const;

function rowOf(faces: Faces, used: Map<string, UsedFont>, { cells, bold }: PaperRow): Piece {
  const { size, beside, above } = CELL;
  const leading = size * LEADING;
  const laid = cells.map(({ text, width }) =>
    linesOf(faces, used, { text, size, bold: bold === true }, width - beside),
  );
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
