import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export type Figure = readonly [labels: Readonly<Record<string, string>>, value: number];

export interface FiguresOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Read when metrics are asked for, which is when something is wrong: what cannot be read is left out. */
  readonly read: () => Promise<readonly Figure[]>;
}

/** A gauge whose figures are read each time that metrics are asked for. */
export function figures(registry: Registry, { name, help, labelNames = [], read }: FiguresOptions): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      const found = await read().catch(() => []);
      this.reset();
      // Without labels a reset leaves 0, which would be a figure.
      if (labelNames.length === 0) this.remove();
      for (const [labels, value] of found) this.set(labels, value);
    },
  });
}

/** Gauges are collected at the same time: one look serves all of them. */
export function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let looking: Promise<T> | undefined;
  return () =>
    (looking ??= look().finally(() => {
      looking = undefined;
    }));
}
