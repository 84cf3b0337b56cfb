import type { Faces, Matrix, UsedFont } from '../documents/index.js';
import { drawQr } from './draw-qr.js';
import { LEADING, drawLine, linesOf } from './lines.js';
import type { Point, Run } from './lines.js';

/** A QR code, and beside it what it is of. */
export interface PaperCard {
  readonly qr: Matrix;
  /** Smaller where they would not fit. */
  readonly lines: readonly { readonly text: string; readonly bold?: true }[];
}

const PT_IN_MM = 25.4 / 72;
/** Of ISO/IEC 7810, ID-1: 85.60 mm × 53.98 mm. */
export const CARD = { width: 85.6 / PT_IN_MM, height: 53.98 / PT_IN_MM } as const;
const INSET = 5;
/** The code with its quiet zone: a module is half a millimetre wide, which cameras and scanners read. */
const QR = 45 / PT_IN_MM;
const SIZES = [8, 7, 6] as const;
const SMALLEST = 5;

/** Its edges are dashed, to be cut along; nothing is drawn outside them. @param at its lower left corner, points */
export function drawCard(
  faces: Faces,
  used: Map<string, UsedFont>,
  { qr, lines }: PaperCard,
  { x, y }: Point,
): string {
  const quiet = (4 * QR) / (qr.size + 8);
  const code = { x: x + INSET + quiet, y: y + (CARD.height - QR) / 2 + quiet };
  const left = x + INSET + QR;
  const room = CARD.width - QR - 2 * INSET;
  const setIn = (size: number): Run[][] =>
    lines.flatMap(({ text, bold }) => linesOf(faces, used, { text, size, bold: bold === true }, room));
  const fits = (size: number): boolean => setIn(size).length * size * LEADING <= CARD.height - 2 * INSET;
  const size = SIZES.find(fits) ?? SMALLEST;
  const set = setIn(size);
  const top = y + (CARD.height + set.length * size * LEADING) / 2;
  const edges = [x, y, CARD.width, CARD.height].map((value) => value.toFixed(2)).join(' ');
  return [
    `q ${edges} re W n\n`,
    drawQr(qr, { ...code, width: QR - 2 * quiet }),
    ...set.map((line, n) =>
      drawLine(line, size, { x: left, y: top - (n + 1) * size * LEADING + size * 0.4 }),
    ),
    `Q\nq 0.5 w [4 3] 0 d ${edges} re S Q\n`,
  ].join('');
}
