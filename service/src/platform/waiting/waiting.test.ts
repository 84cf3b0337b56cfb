import { describe, expect, it } from 'vitest';
import { Backoff, Notifier, pause } from './index.js';

/** Some 25 days, the longest that a timer takes: what waits for it ends this test by the test's own limit. */
const LONGEST = 2 ** 31 - 1;
const never = new AbortController().signal;
const took = async (work: Promise<void>): Promise<number> => {
  const start = performance.now();
  await work;
  return performance.now() - start;
};

describe('a notifier', () => {
  it('that came before anybody waited is not lost, and counts once', async () => {
    const notifier = new Notifier();
    notifier.notify();
    notifier.notify();
    await notifier.wait(never);
    expect(await took(notifier.wait(never, 60))).toBeGreaterThan(50);
  });

  it('frees who waits; so do the signal and the time', async () => {
    const notifier = new Notifier();
    setTimeout(() => notifier.notify(), 10);
    await notifier.wait(never);
    await notifier.wait(never, 10);
    await notifier.wait(AbortSignal.timeout(10));
    await notifier.wait(AbortSignal.abort());
  });
});

describe('a pause', () => {
  it('ends with the signal and leaves no listener behind', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 10);
    for (const time of [LONGEST, LONGEST, undefined]) await pause(time, stop.signal);
  });
});

describe('backoff', () => {
  it('grows', async () => {
    const backoff = new Backoff(20, 80);
    const waits = [];
    for (let i = 0; i < 4; i++) waits.push(await took(backoff.wait(never)));
    // Upper bounds would test the machine's load; jitter takes at most half away.
    expect(waits[0]).toBeGreaterThanOrEqual(9);
    expect(waits[3]).toBeGreaterThanOrEqual(39);
  });
});
