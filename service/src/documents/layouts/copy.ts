import type { DocumentContent } from '../content.js';
import type { Block, Mark } from '../drawing/mark.js';
import type { Faces } from '../fonts/faces.js';
import { chineseDate } from './format.js';
import type { Layout } from './layout.js';
import { glyphsOf, widthOf } from './typeset.js';

type Copy = NonNullable<DocumentContent['copy']>;

const COLOUR = '#9b1c1c';
const TURN = -28;

/** What a purpose-limited copy 加注件 says across the page, over and over, so that no part of it serves for anything else. */
export function copyText({ purpose, user, until }: Copy): string {
  return `仅用于${purpose}　使用方：${user}　有效期至${chineseDate(until)}　再复制无效`;
}

/** The watermark. Decoration to a screen reader but for its first line. */
export function copyBlocks({ page }: Layout, faces: Faces, copy: Copy): Block[] {
  const text = copyText(copy);
  const glyphs = glyphsOf(faces, 'sans-medium', text);
  const size = 5.2;
  const length = widthOf(glyphs) * size;
  const marks: Mark[] = [];
  const diagonal = Math.hypot(page.width, page.height);
  const radians = (TURN * Math.PI) / 180;
  const gap = size * 6.5;
  for (let row = 0; row * gap < diagonal; row++) {
    const away = row * gap - diagonal / 2;
    for (
      let start = -diagonal / 2 - (row % 2) * (length / 2);
      start < diagonal / 2;
      start += length + size * 3
    ) {
      const x = page.width / 2 + start * Math.cos(radians) - away * Math.sin(radians);
      const y = page.height / 2 + start * Math.sin(radians) + away * Math.cos(radians);
      marks.push({
        kind: 'text',
        glyphs,
        x,
        y,
        size,
        colour: COLOUR,
        tracking: 0,
        opacity: 0.16,
        turn: TURN,
      });
    }
  }
  return [{ marks }];
}
