import type { Block } from '../drawing/mark.js';
import { coarseOutlines, gridFor } from '../fonts/coarse.js';
import type { CoarseOutlines } from '../fonts/coarse.js';
import type { Glyph } from '../fonts/faces.js';
import type { TrueTypeFont } from '../fonts/truetype.js';
import { subsetFont } from '../fonts/subset.js';

/** A font as one document uses it: glyphs are numbered from 1 in the order in which characters come. */
export class UsedFont {
  readonly name: string;
  readonly font: TrueTypeFont;
  readonly #coarse: CoarseOutlines | undefined;
  readonly #numbers = new Map<number, number>();
  readonly #glyphs: number[] = [];

  /** @param size the largest that it is used in, in millimetres */
  constructor(name: string, font: TrueTypeFont, size: number) {
    this.name = name;
    this.font = font;
    const grid = gridFor(size);
    this.#coarse = grid === undefined ? undefined : coarseOutlines(font, grid);
  }

  /** The character's code in text strings: four hex digits. */
  code(glyph: Glyph): string {
    let number = this.#numbers.get(glyph.codePoint);
    if (number === undefined) {
      number = this.#glyphs.push(glyph.id);
      this.#numbers.set(glyph.codePoint, number);
    }
    return HEX[number] ?? number.toString(16).padStart(4, '0');
  }

  /** The subset to embed. */
  file(): Buffer {
    return subsetFont(this.font, this.#glyphs, this.#coarse);
  }

  /** How far a reader advances after a glyph, in ems: the width that the embedded font has. */
  advance(glyph: number): number {
    return this.#coarse
      ? this.#coarse.advance(glyph) / this.#coarse.unitsPerEm
      : this.font.advance(glyph) / this.font.unitsPerEm;
  }

  /** Widths of glyphs 0…n in thousandths of an em. */
  widths(): string {
    // From the numbers in the subset's own metrics, so that the two agree (ISO 19005-3 §6.2.11.5).
    return [0, ...this.#glyphs].map((glyph) => Math.round(this.advance(glyph) * 1000)).join(' ');
  }

  /** ToUnicode (ISO 32000-1 §9.10.3): one character a code, exactly as written in the source. */
  toUnicode(): string {
    const lines = [...this.#numbers].map(
      ([codePoint, number]) => `<${HEX[number] ?? ''}> <${utf16(codePoint)}>`,
    );
    const chunks: string[] = [];
    for (let at = 0; at < lines.length; at += 100) {
      const chunk = lines.slice(at, at + 100);
      chunks.push(`${chunk.length} beginbfchar\n${chunk.join('\n')}\nendbfchar`);
    }
    return `${CMAP_START}${chunks.join('\n')}\n${CMAP_END}`;
  }

  /** Six letters that name the subset (ISO 32000-1 §9.6.4), from what is in it. */
  tag(): string {
    let hash = 2166136261;
    for (const glyph of this.#glyphs) hash = Math.imul(hash ^ glyph, 16777619) >>> 0;
    let tag = '';
    for (let n = 0; n < 6; n++) {
      tag += String.fromCharCode(65 + (hash % 26));
      hash = Math.floor(hash / 26);
    }
    return tag;
  }
}

const HEX = Array.from({ length: 4096 }, (_, n) => n.toString(16).padStart(4, '0'));

export function utf16(codePoint: number): string {
  if (codePoint < 0x10000) return codePoint.toString(16).padStart(4, '0');
  const rest = codePoint - 0x10000;
  return (0xd800 + (rest >> 10)).toString(16) + (0xdc00 + (rest & 0x3ff)).toString(16);
}

const CMAP_START = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
`;
const CMAP_END = `endcmap
CMapName currentdict /CMap defineresource pop
end
end`;

/** The fonts of one content stream, by the font file that each comes from. */
export class FontSet {
  readonly #prefix: string;
  readonly #sizes = new Map<TrueTypeFont, number>();
  readonly #used = new Map<TrueTypeFont, UsedFont>();

  /**
   * @param prefix makes resource names: `S` gives S0, S1, …
   * @param blocks all that will be written with these fonts
   */
  constructor(prefix: string, blocks: readonly Block[]) {
    this.#prefix = prefix;
    for (const { marks } of blocks) {
      for (const mark of marks) {
        if (mark.kind !== 'text') continue;
        for (const { font } of mark.glyphs) {
          this.#sizes.set(font, Math.max(mark.size, this.#sizes.get(font) ?? 0));
        }
      }
    }
  }

  of(font: TrueTypeFont): UsedFont {
    let used = this.#used.get(font);
    if (!used) {
      used = new UsedFont(`${this.#prefix}${this.#used.size}`, font, this.#sizes.get(font) ?? Infinity);
      this.#used.set(font, used);
    }
    return used;
  }

  get all(): readonly UsedFont[] {
    return [...this.#used.values()];
  }
}
