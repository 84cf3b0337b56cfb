import { createRequire } from 'node:module';
import { TrueTypeFont } from './truetype.js';

/** The faces a layout may name. */
export type Face = 'sans' | 'sans-medium' | 'sans-bold' | 'serif' | 'serif-bold' | 'serif-black';

const require = createRequire(import.meta.url);
const SANS = '@expo-google-fonts/noto-sans-sc';
const SERIF = '@expo-google-fonts/noto-serif-sc';
const FILES: Record<Face, string> = {
  sans: `${SANS}/400Regular/NotoSansSC_400Regular.ttf`,
  'sans-medium': `${SANS}/500Medium/NotoSansSC_500Medium.ttf`,
  'sans-bold': `${SANS}/700Bold/NotoSansSC_700Bold.ttf`,
  serif: `${SERIF}/500Medium/NotoSerifSC_500Medium.ttf`,
  'serif-bold': `${SERIF}/700Bold/NotoSerifSC_700Bold.ttf`,
  'serif-black': `${SERIF}/900Black/NotoSerifSC_900Black.ttf`,
};
/**
 * Where a face lacks a character. Sans SC has the 8,105 of the General Standard (通用规范汉字表) with those in Ext B to E,
 * Sans HK 1,700 of Ext B, Serif SC all of URO and Ext A.
 */
const FALLBACKS = [
  `${SANS}/500Medium/NotoSansSC_500Medium.ttf`,
  '@expo-google-fonts/noto-sans-hk/500Medium/NotoSansHK_500Medium.ttf',
  `${SERIF}/500Medium/NotoSerifSC_500Medium.ttf`,
];

/** One glyph to be drawn: which character, from which font. */
export interface Glyph {
  readonly codePoint: number;
  readonly font: TrueTypeFont;
  readonly id: number;
}

/** The resident fonts, each loaded when first needed. */
export class Faces {
  readonly #loaded = new Map<string, TrueTypeFont>();
  /** By face: resolving a package's path at every glyph is dear. */
  readonly #faces = new Map<Face, TrueTypeFont>();
  readonly #fallbacks: readonly string[];

  /** @param extra paths of TrueType files to ask last, e.g. Debian's BabelStone Han for Ext B and beyond */
  constructor(extra: readonly string[] = []) {
    this.#fallbacks = [...FALLBACKS.map((file) => require.resolve(file)), ...extra];
  }

  #load(path: string): TrueTypeFont {
    let font = this.#loaded.get(path);
    if (!font) {
      font = TrueTypeFont.fromFile(path);
      this.#loaded.set(path, font);
    }
    return font;
  }

  font(face: Face): TrueTypeFont {
    let font = this.#faces.get(face);
    if (!font) {
      font = this.#load(require.resolve(FILES[face]));
      this.#faces.set(face, font);
    }
    return font;
  }

  /** The character's glyph in the face, else in a fallback; undefined where no font has it. */
  glyph(face: Face, codePoint: number): Glyph | undefined {
    const font = this.font(face);
    const id = font.glyphOf(codePoint);
    if (id !== undefined) return { codePoint, font, id };
    for (const path of this.#fallbacks) {
      const fallback = this.#load(path);
      const found = fallback.glyphOf(codePoint);
      if (found !== undefined) return { codePoint, font: fallback, id: found };
    }
    return undefined;
  }

  /** Characters of a text that no font here can draw, each once. */
  missing(text: string): string[] {
    const characters = new Set(text);
    characters.delete('\n');
    return [...characters].filter((character) => !this.glyph('sans', character.codePointAt(0) ?? 0));
  }
}
