import { turnOf } from '../drawing/orientation.js';
import { SEAL_OPACITY } from '../art/seal.js';
import type {
  Block,
  Mark,
  Paint,
  PathMark,
  PictureMark,
  QrMark,
  RepeatMark,
  TextMark,
} from '../drawing/mark.js';
import { hundredths, short } from '../drawing/numbers.js';
import type { Glyph } from '../fonts/faces.js';
import type { PathSegment } from '../fonts/outline.js';
import type { Page } from '../layouts/page.js';
import { glyphOutline } from './glyph.js';

/**
 * A page as SVG 1.1, one file that needs nothing else: glyphs are outlines, so that it looks alike wherever it is shown,
 * and the photo lies inside. Its only text is the name of the certificate type: a file's title is shown and indexed, and
 * nothing personal belongs there.
 */
export function svgOf(page: Page): string {
  const writer = new SvgWriter();
  const body = page.blocks.map((block) => writer.block(block)).join('');
  const { x, y, marks } = page.seal;
  const seal = marks.map((mark) => writer.mark(mark)).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img"` +
    ` width="${short(page.width)}mm" height="${short(page.height)}mm" viewBox="0 0 ${short(page.width)} ${short(page.height)}">` +
    `<title>${page.title}</title><defs>${writer.definitions}</defs>` +
    `<path fill="#fff" d="M0 0H${short(page.width)}V${short(page.height)}H0z"/>` +
    `${body}<g transform="translate(${short(x)} ${short(y)})" opacity="${SEAL_OPACITY}" style="mix-blend-mode:multiply">${seal}</g></svg>\n`
  );
}

class SvgWriter {
  /** What is drawn by reference: glyphs and motifs. */
  definitions = '';
  readonly #glyphs = new Map<string, string>();
  #motifs = 0;

  block({ marks }: Block): string {
    return marks.map((mark) => this.mark(mark)).join('');
  }

  mark(mark: Mark): string {
    switch (mark.kind) {
      case 'path':
        return path(mark);
      case 'repeat':
        return this.#repeat(mark);
      case 'text':
        return this.#text(mark);
      case 'qr':
        return qr(mark);
      case 'picture':
        return picture(mark);
    }
  }

  #repeat({ mark, at }: RepeatMark): string {
    const id = `m${this.#motifs++}`;
    this.definitions += `<path id="${id}" d="${pathData(mark.path)}"/>`;
    const uses = at.map(({ x, y, turn, stretch }) => {
      const moves = [`translate(${hundredths(x)} ${hundredths(y)})`];
      if (turn !== undefined) moves.push(`rotate(${short(turn)})`);
      if (stretch !== undefined) moves.push(`scale(${stretch.map(fine).join(' ')})`);
      return `<use xlink:href="#${id}" transform="${moves.join(' ')}"/>`;
    });
    return `<g${paint(mark)}>${uses.join('')}</g>`;
  }

  #text({ glyphs, x, y, size, colour, tracking, opacity, turn }: TextMark): string {
    let at = 0;
    const uses = glyphs.map((glyph) => {
      const { font } = glyph;
      const id = this.#glyph(glyph);
      const use = id === undefined ? '' : `<use xlink:href="#${id}" x="${hundredths(at)}"/>`;
      at += (font.advance(glyph.id) / font.unitsPerEm + tracking) * UNITS;
      return use;
    });
    // Outlines point upwards, the page downwards.
    const scale = fine(size / UNITS);
    const place = `translate(${short(x)} ${short(y)})${turn === undefined ? '' : ` rotate(${short(turn)})`} scale(${scale} -${scale})`;
    return `<g fill="${colour}"${opacity === undefined ? '' : ` opacity="${short(opacity)}"`} transform="${place}">${uses.join('')}</g>`;
  }

  /** The outline's id; undefined where there is nothing to draw. */
  #glyph({ font, id }: Glyph): string | undefined {
    const key = `${font.postScriptName}/${id}`;
    let known = this.#glyphs.get(key);
    if (known === undefined) {
      const outline = glyphOutline(font, id, UNITS);
      known = outline === '' ? '' : `g${this.#glyphs.size}`;
      if (outline !== '') this.definitions += `<path id="${known}" d="${outline}"/>`;
      this.#glyphs.set(key, known);
    }
    return known === '' ? undefined : known;
  }
}

/** Of an em, in which outlines are written: whole numbers of them are finer than any screen. */
const UNITS = 500;

const fine = (value: number): string => String(Math.round(value * 1e5) / 1e5);

function path(mark: PathMark): string {
  return `<path${paint(mark)} d="${pathData(mark.path)}"/>`;
}

function paint({ fill, stroke, width, opacity }: Paint): string {
  const line = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${short(width ?? 0.1)}"`;
  return ` fill="${fill ?? 'none'}"${line}${opacity === undefined ? '' : ` opacity="${short(opacity)}"`}`;
}

function pathData(segments: readonly PathSegment[]): string {
  return segments
    .map(([operator, ...numbers]) => (operator === 'Z' ? 'z' : operator + numbers.map(hundredths).join(' ')))
    .join('');
}

function qr({ matrix: { size, modules }, box, colour }: QrMark): string {
  let data = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (modules[y * size + x] === 0) continue;
      const start = x;
      while (x < size && modules[y * size + x] === 1) x++;
      data += `M${start} ${y}h${x - start}v1H${start}z`;
    }
  }
  const scale = fine(box.width / size);
  return `<path fill="${colour}" transform="translate(${short(box.x)} ${short(box.y)}) scale(${scale})" d="${data}"/>`;
}

function picture({ picture: { source, mediaType, orientation }, box }: PictureMark): string {
  const { x, y, width, height } = box;
  const [a, b, c, d, e, f] = turnOf(orientation);
  const matrix = [width * a, height * b, width * c, height * d, x + width * e, y + height * f];
  const at = `width="1" height="1" transform="matrix(${matrix.map(short).join(' ')})"`;
  return `<image ${at} preserveAspectRatio="none" xlink:href="data:${mediaType};base64,${Buffer.from(source).toString('base64')}"/>`;
}
