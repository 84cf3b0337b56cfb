import { turnOf } from '../drawing/orientation.js';
import { BoundedMap } from '../../../platform/bounded-map/index.js';
import type {
  Block,
  Mark,
  Paint,
  PathMark,
  Picture,
  QrMark,
  RepeatMark,
  Role,
  TextMark,
} from '../drawing/mark.js';
import { hundredths, rgb, short } from '../drawing/numbers.js';
import type { PathSegment } from '../fonts/outline.js';
import type { FontSet } from './fonts.js';
import { utf16 } from './fonts.js';

const POINTS_PER_MM = 72 / 25.4;

/** Opacities that a page uses, as names of its graphics state resources. */
export class Opacities {
  readonly #names = new Map<string, string>();
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  name(opacity: number, multiply: boolean): string {
    const state = `<</Type/ExtGState/ca ${short(opacity)}/CA ${short(opacity)}/BM/${multiply ? 'Multiply' : 'Normal'}>>`;
    let name = this.#names.get(state);
    if (!name) {
      name = `${this.#prefix}${this.#names.size}`;
      this.#names.set(state, name);
    }
    return name;
  }

  /** Entries of the ExtGState resource dictionary. */
  entries(): string {
    return [...this.#names].map(([state, name]) => `/${name} ${state}`).join('');
  }
}

/** Motifs that a page draws many times: each a form of its own (ISO 32000-1 §8.10), written once. */
class Forms {
  readonly #forms = new Map<string, { readonly name: string; readonly box: string }>();

  name(body: string, box: string): string {
    const form = this.#forms.get(body) ?? { name: `F${this.#forms.size}`, box };
    this.#forms.set(body, form);
    return form.name;
  }

  /** Name, bounding box and operators of each. */
  get all(): readonly { readonly name: string; readonly box: string; readonly body: string }[] {
    return [...this.#forms].map(([body, form]) => ({ body, ...form }));
  }
}

/** Layouts name few colours; a layout that is tried in a preview may name any. */
const colourOperands = new BoundedMap<string, string>(1000);

function operands(colour: string): string {
  let known = colourOperands.get(colour);
  if (known === undefined) {
    known = rgb(colour).map(short).join(' ');
    colourOperands.set(colour, known);
  }
  return known;
}

/** Path construction operators, in hundredths. */
function pathOperators(path: readonly PathSegment[]): string {
  let out = '';
  for (const [operator, ...numbers] of path) {
    if (operator === 'Z') out += 'h\n';
    else
      out += `${numbers.map(hundredths).join(' ')} ${operator === 'C' ? 'c' : operator === 'M' ? 'm' : 'l'}\n`;
  }
  return out;
}

/** A rectangle that holds a path with its line; control points lie outside curves, so it may be larger than needed. */
function boundsOf({ path, width = 0.1 }: PathMark): string {
  const numbers = path.flatMap(([, ...rest]) => rest);
  const [xs, ys] = [0, 1].map((axis) => numbers.filter((_, n) => n % 2 === axis)) as [number[], number[]];
  return [Math.min(...xs) - width, Math.min(...ys) - width, Math.max(...xs) + width, Math.max(...ys) + width]
    .map(short)
    .join(' ');
}

function paintOperators({ fill, stroke, width }: Paint): string {
  return (
    (fill ? `${operands(fill)} rg ` : '') + (stroke ? `${operands(stroke)} RG ${short(width ?? 0.1)} w ` : '')
  );
}

function endPath({ fill, stroke }: Paint): string {
  if (fill && stroke) return 'B\n';
  return fill ? 'f\n' : 'S\n';
}

/** The first four operands of a matrix that stretches, then turns clockwise on a page whose y points down. */
function placed(degrees = 0, [sx, sy]: readonly [number, number] = [1, 1]): string {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return [sx * cos, sx * sin, -sy * sin, sy * cos]
    .map((value) => String(Math.round(value * 1e5) / 1e5))
    .join(' ');
}

/** Writes blocks as a content stream, in millimetres from the top left. */
export class ContentWriter {
  readonly #fonts: FontSet;
  readonly #opacities: Opacities;
  readonly pictures = new Map<string, Picture>();
  readonly forms = new Forms();
  #markedContent: number;

  /** @param firstMarkedContent number of the first marked content (MCID) here; streams of a page share the numbers */
  constructor(fonts: FontSet, opacities: Opacities, firstMarkedContent = 0) {
    this.#fonts = fonts;
    this.#opacities = opacities;
    this.#markedContent = firstMarkedContent;
  }

  page(blocks: readonly Block[], pageHeightMm: number): string {
    const scale = short(POINTS_PER_MM * 1000);
    const unit = String(Number(scale) / 1000);
    let out = `q ${unit} 0 0 -${unit} 0 ${short(pageHeightMm * POINTS_PER_MM)} cm\n`;
    for (const block of blocks) out += this.block(block);
    return `${out}Q\n`;
  }

  block(block: Block): string {
    let inside = '';
    for (const mark of block.marks) inside += this.mark(mark);
    if (block.actualText !== undefined)
      inside = `/Span <</ActualText <${textString(block.actualText)}>>> BDC\n${inside}EMC\n`;
    return block.role === undefined ? `/Artifact BMC\n${inside}EMC\n` : this.tagged(block.role, inside);
  }

  /** Operators as the next piece of marked content. */
  tagged(role: Role, operators: string): string {
    return `/${role} <</MCID ${this.#markedContent++}>> BDC\n${operators}EMC\n`;
  }

  mark(mark: Mark): string {
    switch (mark.kind) {
      case 'path':
        return this.#path(mark);
      case 'repeat':
        return this.#repeat(mark);
      case 'text':
        return this.#text(mark);
      case 'qr':
        return qrOperators(mark);
      case 'picture': {
        const name = `I${this.pictures.size}`;
        this.pictures.set(name, mark.picture);
        const { x, y, width, height } = mark.box;
        const [a, b, c, d, e, f] = turnOf(mark.picture.orientation);
        // An image's own square has its y upwards (ISO 32000-1 §8.9.5.1).
        const matrix = [
          width * a,
          height * b,
          -width * c,
          -height * d,
          x + width * (c + e),
          y + height * (d + f),
        ];
        return `q ${matrix.map(short).join(' ')} cm /${name} Do Q\n`;
      }
    }
  }

  #path(mark: PathMark): string {
    const body = paintOperators(mark) + pathOperators(mark.path) + endPath(mark);
    return mark.opacity === undefined
      ? body
      : `q /${this.#opacities.name(mark.opacity, false)} gs ${body}Q\n`;
  }

  #repeat({ mark, at }: RepeatMark): string {
    const body = pathOperators(mark.path) + endPath(mark);
    // What is drawn once needs no form.
    const once = at.length > 1 ? `/${this.forms.name(body, boundsOf(mark))} Do ` : `\n${body}`;
    const drawn = at.map(
      ({ x, y, turn, stretch }) =>
        `q ${placed(turn, stretch)} ${hundredths(x)} ${hundredths(y)} cm ${once}Q\n`,
    );
    const state = mark.opacity === undefined ? '' : `/${this.#opacities.name(mark.opacity, false)} gs `;
    return `q ${state}${paintOperators(mark)}\n${drawn.join('')}Q\n`;
  }

  /** What a line's glyphs are short of on average by the rounded widths of embedded fonts, in ems. */
  #drift({ glyphs }: TextMark): number {
    let drift = 0;
    for (const { font, id } of glyphs) {
      drift += font.advance(id) / font.unitsPerEm - this.#fonts.of(font).advance(id);
    }
    return glyphs.length === 0 ? 0 : drift / glyphs.length;
  }

  #text(mark: TextMark): string {
    const size = mark.size;
    const turn = ((mark.turn ?? 0) * Math.PI) / 180;
    const cos = turn === 0 ? 1 : Math.cos(turn);
    const sin = turn === 0 ? 0 : Math.sin(turn);
    let out = `BT ${operands(mark.colour)} rg ${short(mark.tracking + this.#drift(mark))} Tc `;
    // Glyph space is y upwards, the page y downwards.
    out += `${short(size * cos)} ${short(size * sin)} ${short(size * sin)} ${short(-size * cos)} ${short(mark.x)} ${short(mark.y)} Tm\n`;
    let current: string | undefined;
    let open = false;
    for (const glyph of mark.glyphs) {
      const used = this.#fonts.of(glyph.font);
      if (used.name !== current) {
        out += `${open ? '>Tj ' : ''}/${used.name} 1 Tf <`;
        current = used.name;
        open = true;
      }
      out += used.code(glyph);
    }
    out += `${open ? '>Tj ' : ''}ET\n`;
    return mark.opacity === undefined ? out : `q /${this.#opacities.name(mark.opacity, false)} gs ${out}Q\n`;
  }
}

/** UTF-16BE with its byte order mark, as hex: a PDF text string. */
export function textString(text: string): string {
  let out = 'feff';
  for (const character of text) out += utf16(character.codePointAt(0) ?? 0);
  return out;
}

/** Whole numbers up to the side of the largest symbol, as operands of `re`, and the height of a run of so many modules. */
const operand = Array.from({ length: 178 }, (_, n) => `${n} `);
const runOf = operand.map((width) => `${width}1 re\n`);

/**
 * Dark modules as one path of horizontal runs, in whole module units: filled at once, so no seam shows between rows.
 * A symbol has more than a thousand: put together from ready texts they take half the time.
 */
function qrOperators({ matrix, box, colour }: QrMark): string {
  const { size, modules } = matrix;
  const unit = short((box.width / size) * 1e3);
  const scale = String(Number(unit) / 1e3);
  let out = `q ${scale} 0 0 ${scale} ${short(box.x)} ${short(box.y)} cm ${operands(colour)} rg\n`;
  for (let y = 0; y < size; y++) {
    const row = operand[y] ?? '';
    for (let x = 0; x < size; x++) {
      if (modules[y * size + x] === 0) continue;
      const start = x;
      while (x < size && modules[y * size + x] === 1) x++;
      out += (operand[start] ?? '') + row + (runOf[x - start] ?? '');
    }
  }
  return `${out}f Q\n`;
}
