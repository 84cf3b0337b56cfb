import { distorted, ofScreens } from './image/distortions.js';
import type { Distorted } from './image/distortions.js';
import { photographScreens } from './image/live-codes.js';
import { photographCodes } from './image/pages.js';
import type { PhotographedCode } from './image/pages.js';
import { ours, zbarimg, zxingCpp } from './image/readers.js';
import type { Reader } from './image/readers.js';
import type { Figure } from './measure.js';
import { missing } from '../requirements.js';
import { progress } from './progress.js';

/** What the figures of printed pages are called. */
const PAGES = 'all of them';
/** Of each kind of distortion, for each page. */
const STRENGTHS = 6;

const contenders: Readonly<Record<string, Reader>> = {
  ours,
  ...(missing('zxing-cpp') || missing('pillow') ? {} : { 'zxing-cpp': zxingCpp }),
  ...(missing('zbarimg') ? {} : { zbarimg }),
};

interface Spoilt extends Distorted {
  readonly text: string;
}

/** How many of the pictures each contender reads rightly, of all and by kind. */
export async function benchImage(): Promise<Figure[]> {
  const codes = await photographCodes();
  const screens = await photographScreens();
  return [
    ...(await figuresOf(PAGES, spoiltOf(codes))),
    ...(await figuresOf('live codes on a screen', spoiltOf(screens, ofScreens))),
    ...(await figuresOf('printed codes, spoilt alike', spoiltOf(codes, ofScreens))),
  ];
}

const spoiltOf = (codes: readonly PhotographedCode[], kinds?: typeof ofScreens): Spoilt[] =>
  codes.flatMap(({ text, picture }, at) =>
    [...distorted(picture, STRENGTHS, at + 1, kinds)].map((one) => ({ ...one, text })),
  );

/** Of all, and of each kind. */
async function figuresOf(all: string, spoilt: readonly Spoilt[]): Promise<Figure[]> {
  const read = new Map<string, ReadonlySet<Spoilt>>();
  for (const [name, reader] of Object.entries(contenders)) {
    progress(`${spoilt.length} distorted QR codes, read by ${name}`);
    const texts = await reader(spoilt.map(({ picture }) => picture));
    read.set(name, new Set(spoilt.filter(({ text }, at) => texts[at] === text)));
  }
  const kinds = [...new Set(spoilt.map(({ kind }) => kind))];
  return [
    figure(all, spoilt, read),
    ...kinds.map((kind) =>
      figure(
        all === PAGES ? kind : `${all}: ${kind}`,
        spoilt.filter((one) => one.kind === kind),
        read,
      ),
    ),
  ];
}

function figure(
  bench: string,
  pictures: readonly Spoilt[],
  read: ReadonlyMap<string, ReadonlySet<Spoilt>>,
): Figure {
  const counted = [...read].map(([name, found]) => [name, pictures.filter((one) => found.has(one)).length]);
  const { ours: value = 0, ...peers } = Object.fromEntries(counted) as Record<string, number>;
  return { bench, value, unit: `of ${pictures.length} read`, peers };
}
