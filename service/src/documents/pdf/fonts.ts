import type { Glyph } from '../fonts/faces.js';
import type { TrueTypeFont } from '../fonts/truetype.js';
import { subsetFont } from '../fonts/subset.js';

/** A font as one document uses it: glyphs are numbered from 1 in the order in which characters come. */
export class UsedFont {
  readonly name: string;
  readonly font: TrueTypeFont;
  readonly #numbers = new Map<number, number>();
  readonly #glyphs: number[] = [];

  constructor(name: string, font: TrueTypeFont) {
    this.name = name;
    this.font = font;
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
    return subsetFont(this.font, this.#glyphs, this.font.coarse);
  }

  /** Widths of glyphs 0…n in thousandths of an em. */
  widths(): string {
    // From the numbers that stand in the subset's own metrics, so that the two agree (ISO 19005-3 §6.2.11.5).
    const factor = this.font.coarse?.factor ?? 1;
    const scale = 1000 / (this.font.unitsPerEm * factor);
    return [0, ...this.#glyphs]
      .map((glyph) => Math.round(Math.round(this.font.advance(glyph) * factor) * scale))
      .join(' ');
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
  readonly #used = new Map<TrueTypeFont, UsedFont>();

  /** @param prefix makes resource names: `S` gives S0, S1, … */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(font: TrueTypeFont): UsedFont {
    let used = this.#used.get(font);
    if (!used) {
      used = new UsedFont(`${this.#prefix}${this.#used.size}`, font);
      this.#used.set(font, used);
    }
    return used;
  }

  get all(): readonly UsedFont[] {
    return [...this.#used.values()];
  }
}
