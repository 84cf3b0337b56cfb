import { UsedFont } from '../documents/index.js';
import type { Faces } from '../documents/index.js';
import { shown } from './embed-font.js';

/** What stays on one line: words of Latin letters, and each other character by itself. */
const WORDS = /[\p{Script=Latin}\p{Nd}’'*.:/#-]+|[^]/gu;
/** Where no font has the character. */
const REPLACEMENT = '□';

const PT_IN_MM = 25.4 / 72;
/** Points from line to line, by the points of the text. */
export const LEADING = 1.6;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Characters of one font, side by side. */
export interface Run {
  readonly font: UsedFont;
  readonly codes: string;
  readonly width: number;
}

/** Lines are broken where they are full. @param room points */
export function linesOf(
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

export function drawLine(runs: readonly Run[], size: number, { x, y }: Point): string {
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
