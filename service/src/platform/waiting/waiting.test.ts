import { describe, expect, it } from 'vitest';
import { Backoff, Notifier, pause } from './index.js';

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
    expect(await took(notifier.wait(never, 5_000))).toBeLessThan(1_000);
    expect(await took(notifier.wait(never, 60))).toBeGreaterThan(50);
  });

  it('frees who waits; so do the signal and the time', async () => {
    const notifier = new Notifier();
    setTimeout(() => notifier.notify(), 10);
    expect(await took(notifier.wait(never))).toBeLessThan(1_000);
    expect(await took(notifier.wait(AbortSignal.timeout(10)))).toBeLessThan(1_000);
    expect(await took(notifier.wait(AbortSignal.abort()))).toBeLessThan(1_000);
  });
});

describe('a pause', () => {
  it('ends with the signal and leaves no listener behind', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 10);
    expect(await took(pause(60_000, stop.signal))).toBeLessThan(1_000);
    expect(await took(pause(60_000, stop.signal))).toBeLessThan(100);
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
