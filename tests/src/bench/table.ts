import type { Figure } from './measure.js';

const readable = (value: number): string =>
  value >= 100
    ? Math.round(value).toLocaleString('en')
    : value.toLocaleString('en', { maximumSignificantDigits: 3 });

function ratios({ value, floor, peers = {}, paired = {} }: Figure): string {
  const parts = floor === undefined ? [] : [`${(value / floor).toFixed(2)} of the floor ${readable(floor)}`];
  for (const [name, peer] of Object.entries(peers))
    if (peer !== value) parts.push(`${readable(value / peer)} × ${name} ${readable(peer)}`);
  for (const [name, { min, median, max }] of Object.entries(paired))
    parts.push(
      `round by round ${[min, median, max].map(readable).join(' / ')} × ${name} (min / median / max)`,
    );
  return parts.join('; ');
}

/** Figures as a table, with what each is compared with and how it was measured. */
export function figureTable(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ bench }) => bench.length));
  return figures
    .flatMap((figure) => [
      `  ${figure.bench.padEnd(width)}  ${readable(figure.value).padStart(10)} ${figure.unit}  ${ratios(figure)}`.trimEnd(),
      ...(figure.note === undefined ? [] : [`  ${' '.repeat(width)}  ${figure.note}`]),
    ])
    .join('\n');
}
