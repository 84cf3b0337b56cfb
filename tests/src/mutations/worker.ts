import { switchSdk } from './switches.js';
import { Vectors } from './vectors.js';
import type { Trials } from './vectors.js';

/** By which vectors each check is tried (`trials`), or which one fails without one. */
export type Asked = 'trials' | { readonly check: number; readonly units: readonly number[] };
export type Answer = { readonly trials: Trials } | { readonly by: number | null };
/** Said before the answer, of each vector: that it is tried now. */
export interface Trying {
  readonly unit: number;
}

const vectors = await Vectors.open(switchSdk());
// What goes on unawaited without a check is that check's doing, and no vector's.
process.on('unhandledRejection', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (asked: Asked) => {
  void (async () => {
    const answer: Answer =
      asked === 'trials'
        ? { trials: await vectors.trials() }
        : { by: await vectors.failing(asked.check, asked.units, (unit) => process.send?.({ unit })) };
    process.send?.(answer);
  })();
});
process.send?.('ready');
