import { expect, it } from 'vitest';
import type { JsonObject } from '../canonical/json';
import { getStatus } from '../reads/reads';
import { Sample, ZHEJIANG } from '../unit-ledger/sample';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { statusOn } from './status';
import type { Status } from './status';

interface Made {
  readonly time: string;
  readonly changes: readonly JsonObject[];
}

interface Effect {
  readonly on?: readonly { readonly cert: string; readonly day: string; readonly state: string }[];
}

const vectors = sharedVectors('changes.json') as readonly (Vector<readonly Made[]> & Effect)[];

it.each(vectors)('changes with a day: $name', async ({ input, ok, code, on = [] }) => {
  const sample = await Sample.start();
  const last = input.at(-1);
  for (const made of input) {
    sample.ledger.now = Date.parse(made.time);
    const appended = sample.append(sample.entry({ time: made.time, changes: made.changes }));
    if (made !== last || ok) await appended;
    else await expect(appended).rejects.toThrow(expect.objectContaining({ code }) as Error);
  }
  for (const { cert, day, state } of on) {
    const { status } = await sample.ledger.call('AnhuiMSP', '', (tx) => getStatus(tx.state, ZHEJIANG, cert));
    expect(statusOn(status as unknown as Status, day)).toMatchObject({ state });
  }
});
