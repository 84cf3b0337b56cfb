import { seededRandom } from '../../samples/random.js';
import type { Random } from '../../samples/random.js';
import { draw, sample } from './picture.js';
import type { Picture } from './picture.js';

/** Spoils a picture; `strength` from 0 (hardly) to 1 (beyond what people would send). */
type Distortion = (picture: Picture, strength: number, random: Random) => Picture;

const uniform = (random: Random): number => random.below(1_000_000) / 1_000_000;
/** Of mean 0 and deviation 1, near enough: sums of twelve uniform numbers (Irwin–Hall), made once. */
const normals = Float32Array.from(
  { length: 65_536 },
  ((random) => () => {
    let sum = -6;
    for (let i = 0; i < 12; i += 1) sum += uniform(random);
    return sum;
  })(seededRandom(1)),
);
const normal = (random: Random): number => normals[random.below(normals.length)] ?? 0;

/** A box blur three times, near enough to a Gaussian one. */
function blurred(picture: Picture, sigma: number): Picture {
  const radius = Math.max(0, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
  const pass = (from: Picture, dx: number, dy: number): Picture =>
    draw(from.width, from.height, (x, y) => {
      let sum = 0;
      for (let i = -radius; i <= radius; i += 1) {
        const px = Math.min(from.width - 1, Math.max(0, x + i * dx));
        const py = Math.min(from.height - 1, Math.max(0, y + i * dy));
        sum += from.data[py * from.width + px] ?? 0;
      }
      return sum / (2 * radius + 1);
    });
  return radius === 0 ? picture : [0, 1, 2].reduce((from) => pass(pass(from, 1, 0), 0, 1), picture);
}

const noisy = (picture: Picture, deviation: number, random: Random): Picture => ({
  ...picture,
  data: picture.data.map((value) => value + deviation * normal(random)),
});

const rotation: Distortion = (picture, strength, random) => {
  const angle = (uniform(random) - 0.5) * 2 * Math.PI;
  const scale = 1 + strength * 1.4;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const [cx, cy] = [picture.width / 2, picture.height / 2];
  const turned = draw(picture.width, picture.height, (x, y) =>
    sample(
      blurredOnce(picture, scale),
      cx + (x - cx) * cos - (y - cy) * sin,
      cy + (x - cx) * sin + (y - cy) * cos,
    ),
  );
  return noisy(turned, 4, random);
};

const once = new WeakMap<Picture, Map<number, Picture>>();
/** What a smaller picture keeps of a larger one: without this, sampling would alias. */
function blurredOnce(picture: Picture, scale: number): Picture {
  const known = once.get(picture) ?? new Map<number, Picture>();
  once.set(picture, known);
  const made = known.get(scale) ?? blurred(picture, scale / 2.4);
  known.set(scale, made);
  return made;
}

const perspective: Distortion = (picture, strength, random) => {
  const [tilt, turn] = [0.15 + 0.75 * strength, uniform(random) * 2 * Math.PI];
  const [cx, cy] = [picture.width / 2, picture.height / 2];
  const [nx, ny] = [Math.cos(turn), Math.sin(turn)];
  const far = Math.max(cx, cy) * 1.6;
  return noisy(
    draw(picture.width, picture.height, (x, y) => {
      const [dx, dy] = [x - cx, y - cy];
      const along = dx * nx + dy * ny;
      const depth = 1 - (tilt * along) / far;
      // Foreshortened along the tilt, and narrower the farther away.
      const stretch = 1 / Math.sqrt(1 - Math.min(0.8, tilt * tilt * 0.6));
      const [px, py] = [dx + nx * along * (stretch - 1), dy + ny * along * (stretch - 1)];
      return sample(picture, cx + px / depth, cy + py / depth);
    }),
    4,
    random,
  );
};

const blur: Distortion = (picture, strength, random) =>
  noisy(blurred(picture, 1 + strength * 3.6), 3, random);

const noise: Distortion = (picture, strength, random) => noisy(picture, 30 + strength * 130, random);

const lowLight: Distortion = (picture, strength, random) => {
  const gain = 0.3 - 0.27 * strength;
  const [lx, ly] = [uniform(random) * picture.width, uniform(random) * picture.height];
  const lit = draw(picture.width, picture.height, (x, y) => {
    const distance = Math.hypot(x - lx, y - ly) / picture.width;
    return (picture.data[y * picture.width + x] ?? 0) * gain * (0.35 + 1 / (1 + 3 * distance * distance));
  });
  return noisy(lit, 3 + 3 * strength, random);
};

const moire: Distortion = (picture, strength, random) => {
  const angle = uniform(random) * Math.PI;
  const period = 2.3 + uniform(random) * 6;
  const [fx, fy] = [(2 * Math.PI * Math.cos(angle)) / period, (2 * Math.PI * Math.sin(angle)) / period];
  const deep = 0.25 + 0.7 * strength;
  const grid = draw(picture.width, picture.height, (x, y) => {
    const beat = Math.cos(x * fx + y * fy) * Math.cos(x * fy * 0.93 - y * fx * 0.93);
    return (picture.data[y * picture.width + x] ?? 0) * (1 - deep / 2 + (deep / 2) * beat) + 20 * (1 + beat);
  });
  return noisy(blurred(grid, 1 + strength * 0.4), 5, random);
};

const creases: Distortion = (picture, strength, random) => {
  const folds = Array.from({ length: 2 + Math.round(strength * 5) }, () => {
    const angle = uniform(random) * Math.PI;
    const offset = (uniform(random) - 0.5) * picture.width * 0.7;
    return { nx: Math.cos(angle), ny: Math.sin(angle), offset, side: uniform(random) < 0.5 ? -1 : 1 };
  });
  const [cx, cy] = [picture.width / 2, picture.height / 2];
  return noisy(
    draw(picture.width, picture.height, (x, y) => {
      let [px, py, light] = [x, y, 1];
      for (const { nx, ny, offset, side } of folds) {
        const distance = (x - cx) * nx + (y - cy) * ny - offset;
        const near = Math.exp(-Math.abs(distance) / 14);
        px += nx * near * strength * 7 * side;
        py += ny * near * strength * 7 * side;
        light *= distance * side > 0 ? 1 - 0.45 * strength * near : 1 + 0.25 * near;
        // Toner breaks off along the fold.
        if (Math.abs(distance) < 0.6 + 1.6 * strength) light = Math.max(light, 1) + 1.2;
      }
      return Math.min(255, sample(picture, px, py) * light);
    }),
    6,
    random,
  );
};

/** A phone that saves its battery, seen under a lamp. */
const dim: Distortion = (picture, strength, random) => {
  const [gain, lamp] = [0.4 - 0.34 * strength, 25 * strength];
  const [lx, ly] = [uniform(random) * picture.width, uniform(random) * picture.height];
  const lit = draw(picture.width, picture.height, (x, y) => {
    const distance = Math.hypot(x - lx, y - ly) / picture.width;
    return (picture.data[y * picture.width + x] ?? 0) * gain + lamp / (1 + 8 * distance * distance);
  });
  return noisy(lit, 3 + 2 * strength, random);
};

/** Cracks run from where it fell; along them light breaks. */
const cracked: Distortion = (picture, strength, random) => {
  const [fx, fy] = [uniform(random) * picture.width, uniform(random) * picture.height];
  const cracks = Array.from({ length: 3 + Math.round(strength * 13) }, () => ({
    angle: uniform(random) * 2 * Math.PI,
    bend: (uniform(random) - 0.5) * 0.6,
    width: 0.6 + uniform(random) * (0.5 + 1.8 * strength),
    light: uniform(random) < 0.7 ? 255 : 40,
  }));
  return noisy(
    draw(picture.width, picture.height, (x, y) => {
      const distance = Math.hypot(x - fx, y - fy);
      const angle = Math.atan2(y - fy, x - fx);
      const hit = cracks.find((crack) => {
        const apart = angle - crack.angle - (crack.bend * distance) / picture.width;
        return Math.abs(Math.sin(apart / 2)) * 2 * distance < crack.width;
      });
      return hit ? hit.light : (picture.data[y * picture.width + x] ?? 0);
    }),
    5,
    random,
  );
};

/** Held far away: fewer and fewer pixels for a module. */
const small: Distortion = (picture, strength, random) => {
  const scale = 1.2 + strength * 2;
  const [width, height] = [Math.round(picture.width / scale), Math.round(picture.height / scale)];
  const smaller = draw(width, height, (x, y) => sample(blurredOnce(picture, scale), x * scale, y * scale));
  return noisy(smaller, 4, random);
};

type Distortions = Readonly<Record<string, Distortion>>;

/** What happens to pictures of a phone's screen. */
export const ofScreens: Distortions = { dim, cracked, moiré: moire, small };

const distortions: Distortions = {
  rotation,
  perspective,
  blur,
  noise,
  'low light': lowLight,
  moiré: moire,
  creases,
};

/** One spoilt picture. */
export interface Distorted {
  readonly kind: string;
  readonly picture: Picture;
}

/** A picture, spoilt in every way at each of so many strengths; the same ones on every machine. */
export function* distorted(
  picture: Picture,
  strengths: number,
  seed: number,
  kinds = distortions,
): Generator<Distorted> {
  for (const [at, [kind, distort]] of Object.entries(kinds).entries()) {
    for (let step = 0; step < strengths; step += 1) {
      const random = seededRandom(seed * 10_000 + at * 100 + step);
      yield { kind, picture: distort(picture, step / Math.max(1, strengths - 1), random) };
    }
  }
}
