import { expect, it } from 'vitest';
import { Faces } from '../fonts/faces.js';
import { typeset } from './typeset.js';

const faces = new Faces();
const address =
  '浙江省示例市示范区文化西路97号阳光新城（原示例大道72号地块）高新技术产业开发区创业孵化园6幢3单元1503室';
const options = { face: 'sans-medium', width: 18, lines: 3, shrinkTo: 0.5 } as const;

it('shrinks a text that has the lines it may have, but not the height', () => {
  const free = typeset(faces, address, options);
  expect([free.lines.length, free.scale]).toEqual([3, 1]);
  const { lines, scale } = typeset(faces, address, { ...options, height: { room: 3, leading: 1.28 } });
  expect(scale).toBeLessThan(1);
  expect(scale * (1 + 1.28 * (lines.length - 1))).toBeLessThanOrEqual(3);
});

it('refuses a text that does not fit at its smallest size', () => {
  const low = { ...options, height: { room: 0.4, leading: 1.28 } };
  expect(() => typeset(faces, address, low)).toThrow(expect.objectContaining({ code: 'TEXT_TOO_LONG' }));
});
