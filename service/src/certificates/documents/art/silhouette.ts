import type { Box, Mark } from '../drawing/mark.js';
import { circle } from './curves.js';

const TINT = '#dde5ea';

/** Head and shoulders in the place of a photo, which shows that the frame is empty on purpose. */
export function silhouette({ x, y, width, height }: Box): Mark[] {
  const middle = x + width / 2;
  const [foot, top] = [y + height, y + height * 0.66];
  const [half, round] = [width * 0.37, width * 0.2];
  return [
    { kind: 'path', path: circle(middle, y + height * 0.4, width * 0.2), fill: TINT },
    {
      kind: 'path',
      path: [
        ['M', middle - half, foot],
        [
          'C',
          middle - half,
          top + height * 0.06,
          middle - half + round * 0.4,
          top,
          middle - half + round,
          top,
        ],
        ['L', middle + half - round, top],
        ['C', middle + half - round * 0.4, top, middle + half, top + height * 0.06, middle + half, foot],
        ['Z'],
      ],
      fill: TINT,
    },
  ];
}
