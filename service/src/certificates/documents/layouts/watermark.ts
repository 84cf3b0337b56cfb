import type { CopyNote, PageContent } from '../content.js';
import type { Block, Mark } from '../drawing/mark.js';
import type { Faces } from '../fonts/faces.js';
import { chineseDate } from './format.js';
import type { Layout } from './layout.js';
import { glyphsOf, typeset, widthOf } from './typeset.js';

/** Words across the whole page, and what stands about them in the layout's note. */
export interface Overprint {
  readonly across: Block;
  readonly note: Block;
}

/**
 * A purpose-limited copy 加注件 says over and over what it is for, so that no part of its page serves for anything else,
 * and names its original.
 */
export function copyOverprint(
  layout: Layout,
  faces: Faces,
  content: PageContent & { copy: CopyNote },
): Overprint {
  const { copy } = content;
  const until = chineseDate(copy.validUntil);
  const said = `仅用于${copy.purpose}　使用方：${copy.user}`;
  return overprint(layout, faces, {
    across: `${said}　有效期至${until}　再复制无效`,
    note: `加注件　${said}\n制作日期：${chineseDate(copy.madeOn)}　有效期至：${until}　原证照标识：${copy.of}`,
    colour: '#9b1c1c',
  });
}

/** A page that nobody may take for a certificate. */
export function sampleOverprint(layout: Layout, faces: Faces): Overprint {
  return overprint(layout, faces, {
    across: '样张　SAMPLE　不具效力',
    note: '样张：版式预览，未经签名，不具任何效力\nSAMPLE: a preview of the layout, not signed, certifies nothing',
    colour: '#4b5563',
  });
}

function overprint(
  layout: Layout,
  faces: Faces,
  { across, note, colour }: { readonly across: string; readonly note: string; readonly colour: string },
): Overprint {
  return {
    across: { marks: acrossPage(layout, faces, across, colour) },
    note: { role: 'P', marks: inNote(layout, faces, note, colour) },
  };
}

const TURN = -28;
const ACROSS = { size: 5, opacity: 0.17 };

/** Slanting lines over the whole page, each moved against the one above. */
function acrossPage({ page }: Layout, faces: Faces, text: string, colour: string): Mark[] {
  const { size, opacity } = ACROSS;
  const glyphs = glyphsOf(faces, 'sans-medium', text);
  const length = widthOf(glyphs) * size;
  const marks: Mark[] = [];
  const diagonal = Math.hypot(page.width, page.height);
  const [sin, cos] = [Math.sin((TURN * Math.PI) / 180), Math.cos((TURN * Math.PI) / 180)];
  const gap = size * 6.5;
  for (let row = 0; row * gap < diagonal; row++) {
    const away = row * gap - diagonal / 2;
    const first = -diagonal / 2 - (row % 2) * (length / 2);
    for (let start = first; start < diagonal / 2; start += length + size * 3) {
      const x = page.width / 2 + start * cos - away * sin;
      const y = page.height / 2 + start * sin + away * cos;
      marks.push({ kind: 'text', glyphs, x, y, size, colour, tracking: 0, opacity, turn: TURN });
    }
  }
  return marks;
}

function inNote({ note }: Layout, faces: Faces, text: string, colour: string): Mark[] {
  const lineHeight = note.height / 2;
  const size = lineHeight / 1.35;
  const face = 'sans-medium';
  const { lines, scale } = typeset(faces, text, { face, width: note.width / size, lines: 2, shrinkTo: 0.4 });
  return lines.map(({ glyphs, width }, n) => ({
    kind: 'text',
    glyphs,
    x: note.x + (note.width - width * size * scale) / 2,
    y: note.y + lineHeight * n + size,
    size: size * scale,
    colour,
    tracking: 0,
  }));
}
