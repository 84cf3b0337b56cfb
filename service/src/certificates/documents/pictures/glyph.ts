import { contoursOf, strokesOf } from '../fonts/outline.js';
import type { OutlinePoint } from '../fonts/outline.js';
import type { TrueTypeFont } from '../fonts/truetype.js';

/** A glyph's outline as SVG path data with quadratic curves, y upwards, in whole parts of `units` to an em. */
export function glyphOutline(font: TrueTypeFont, glyph: number, units: number): string {
  const factor = units / font.unitsPerEm;
  return contoursOf(font, glyph)
    .map((contour) => contourData(contour.map(({ x, y, on }) => ({ x: x * factor, y: y * factor, on }))))
    .join('');
}

/** Relative commands of whole numbers; what is cut off by rounding is made up for by the next, so that no error adds up. */
function contourData(points: readonly OutlinePoint[]): string {
  const contour = strokesOf(points);
  if (!contour) return '';
  let [px, py] = [Math.round(contour.start.x), Math.round(contour.start.y)];
  let data = `M${px} ${py}`;
  const relative = ({ x, y }: OutlinePoint): string => `${Math.round(x) - px} ${Math.round(y) - py}`;
  for (const { control, end } of contour.strokes) {
    data += control ? `q${relative(control)} ${relative(end)}` : `l${relative(end)}`;
    [px, py] = [Math.round(end.x), Math.round(end.y)];
  }
  return `${data}z`;
}
