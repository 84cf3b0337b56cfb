import type { Pixels } from './pixels.js';

/** Brightness, a byte a pixel, row by row. */
export interface Grey {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The brightness of pixels (ITU-R BT.601), by so many to one in both directions. */
export function greyOf({ data, width, height }: Pixels, by: number): Grey {
  const [columns, rows] = [Math.floor(width / by), Math.floor(height / by)];
  const grey = new Uint8ClampedArray(columns * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      let sum = 0;
      for (let j = y * by; j < (y + 1) * by; j += 1) {
        for (let i = x * by; i < (x + 1) * by; i += 1) {
          const at = (j * width + i) * 4;
          sum += 299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0);
        }
      }
      grey[y * columns + x] = sum / (1000 * by * by);
    }
  }
  return { data: grey, width: columns, height: rows };
}

/** For a reader that takes RGBA. */
export function pixelsOf({ data, width, height }: Grey): Pixels {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i += 1) rgba.fill(data[i] ?? 0, i * 4, i * 4 + 3);
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
  return { data: rgba, width, height };
}

/** Twice as large, between pixels by their neighbours. */
export function enlarged({ data, width, height }: Grey): Grey {
  const [columns, rows] = [width * 2, height * 2];
  const grey = new Uint8ClampedArray(columns * rows);
  for (let y = 0; y < rows; y += 1) {
    const sy = Math.min(height - 1, Math.max(0, (y - 0.5) / 2));
    const [top, down] = [Math.floor(sy), sy % 1];
    const below = Math.min(height - 1, top + 1);
    for (let x = 0; x < columns; x += 1) {
      const sx = Math.min(width - 1, Math.max(0, (x - 0.5) / 2));
      const [left, across] = [Math.floor(sx), sx % 1];
      const right = Math.min(width - 1, left + 1);
      const value = (row: number): number =>
        (data[row * width + left] ?? 0) * (1 - across) + (data[row * width + right] ?? 0) * across;
      grey[y * columns + x] = value(top) * (1 - down) + value(below) * down;
    }
  }
  return { data: grey, width: columns, height: rows };
}

/** Sums along lines that begin `from` and step by `step`: the mean of each pixel and `radius` on both sides. */
function meanAlong(
  from: ArrayLike<number>,
  into: Uint8ClampedArray | Float32Array,
  { start, step, count, radius }: { start: number; step: number; count: number; radius: number },
): void {
  let sum = 0;
  let many = 0;
  for (let i = -radius; i < count; i += 1) {
    if (i + radius < count) {
      sum += from[start + (i + radius) * step] ?? 0;
      many += 1;
    }
    if (i - radius > 0) {
      sum -= from[start + (i - radius - 1) * step] ?? 0;
      many -= 1;
    }
    if (i >= 0) into[start + i * step] = sum / many;
  }
}

/** The mean of the square of `2 * radius + 1` pixels around each. */
export function smoothed({ data, width, height }: Grey, radius: number): Grey {
  const rows = new Float32Array(data.length);
  for (let y = 0; y < height; y += 1)
    meanAlong(data, rows, { start: y * width, step: 1, count: width, radius });
  const grey = new Uint8ClampedArray(data.length);
  for (let x = 0; x < width; x += 1) meanAlong(rows, grey, { start: x, step: width, count: height, radius });
  return { data: grey, width, height };
}

/** Edges made steeper: what a pixel differs from its surroundings by, so many times more. */
export function sharpened(grey: Grey, radius: number, times: number): Grey {
  const around = smoothed(grey, radius).data;
  return { ...grey, data: grey.data.map((value, i) => value + times * (value - (around[i] ?? 0))) };
}

/** The same contrast everywhere: what a pixel differs from its surroundings by, against how much others there do. */
export function levelled(grey: Grey, radius: number): Grey {
  const { data, width, height } = grey;
  const around = smoothed(grey, radius).data;
  const deviation = data.map((value, i) => Math.abs(value - (around[i] ?? 0)));
  const usual = smoothed({ data: deviation, width, height }, radius).data;
  const level = data.map((value, i) => 128 + ((value - (around[i] ?? 0)) * 60) / Math.max(3, usual[i] ?? 0));
  return { data: level, width, height };
}
