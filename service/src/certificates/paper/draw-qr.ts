import type { Matrix } from '../documents/index.js';
import type { Point } from './lines.js';

/** The dark modules, without a quiet zone. @param place its lower left corner, and its width, points */
export function drawQr(
  { size, modules }: Matrix,
  { x, y, width }: Point & { readonly width: number },
): string {
  const side = width / size;
  let rectangles = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (modules[row * size + column] !== 1) continue;
      const [left, bottom] = [x + column * side, y + width - (row + 1) * side];
      rectangles += `${left.toFixed(3)} ${bottom.toFixed(3)} ${side.toFixed(3)} ${side.toFixed(3)} re\n`;
    }
  }
  return `0 g\n${rectangles}f\n`;
}
