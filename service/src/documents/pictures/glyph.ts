import { contoursOf, middle } from '../fonts/outline.js';
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
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return '';
  const start = first.on ? first : last.on ? last : middle(first, last);
  let [px, py] = [Math.round(start.x), Math.round(start.y)];
  let data = `M${px} ${py}`;
  const relative = ({ x, y }: OutlinePoint): string => `${Math.round(x) - px} ${Math.round(y) - py}`;
  let control: OutlinePoint | undefined;
  const to = (end: OutlinePoint): void => {
    data += control ? `q${relative(control)} ${relative(end)}` : `l${relative(end)}`;
    [px, py] = [Math.round(end.x), Math.round(end.y)];
    control = undefined;
  };
  for (const point of first.on ? points.slice(1) : points) {
    if (point.on) to(point);
    else {
      if (control) to(middle(control, point));
      control = point;
    }
  }
  to(start);
  return `${data}z`;
}
