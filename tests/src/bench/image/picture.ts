import { writeFile } from 'node:fs/promises';
import type { Pixels } from '@certbridge/verifier-sdk/image';

/** Brightness from 0 to 255, row by row. */
export interface Picture {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A new picture, each of whose pixels is computed from its place. */
export function draw(width: number, height: number, at: (x: number, y: number) => number): Picture {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) data[y * width + x] = at(x, y);
  return { data, width, height };
}

/** The brightness at a place, between pixels by its four neighbours; paper beyond the edge. */
export function sample({ data, width, height }: Picture, x: number, y: number): number {
  if (x < 0 || y < 0 || x > width - 1 || y > height - 1) return 225;
  const [left, top] = [Math.min(width - 2, Math.floor(x)), Math.min(height - 2, Math.floor(y))];
  const [right, down] = [x - left, y - top];
  const at = top * width + left;
  const upper = (data[at] ?? 0) * (1 - right) + (data[at + 1] ?? 0) * right;
  const lower = (data[at + width] ?? 0) * (1 - right) + (data[at + width + 1] ?? 0) * right;
  return upper * (1 - down) + lower * down;
}

/** Part of a page. */
export function crop(page: Pixels, left: number, top: number, width: number, height: number): Picture {
  return draw(width, height, (x, y) => {
    const [px, py] = [Math.round(left + x), Math.round(top + y)];
    if (px < 0 || py < 0 || px >= page.width || py >= page.height) return 255;
    const at = (py * page.width + px) * 4;
    const [red = 0, green = 0, blue = 0] = page.data.subarray(at, at + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

/** As a camera gives it: whole numbers in RGBA. */
export function pixelsOf({ data, width, height }: Picture): Pixels {
  const rgba = new Uint8ClampedArray(width * height * 4);
  data.forEach((value, i) => rgba.fill(Math.round(value), i * 4, i * 4 + 3).fill(255, i * 4 + 3, i * 4 + 4));
  return { data: rgba, width, height };
}

/** A portable graymap, which every reader takes without loss. */
export async function writePicture(file: string, { data, width, height }: Picture): Promise<void> {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`);
  await writeFile(file, Buffer.concat([head, Buffer.from(Uint8ClampedArray.from(data, Math.round))]));
}
