import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Sample, ZHEJIANG } from '../unit-ledger/sample';
import { checkTransition } from './transitions';
import type { CertificateState, RecordedState } from './status-rules';

interface Rules {
  readonly states: Readonly<Record<string, { follows: readonly string[]; successor: string | null }>>;
  readonly reasons: readonly string[];
}

/** The SDK tests itself on this file too. */
const { states, reasons } = JSON.parse(readFileSync(join(__dirname, 'status-rules.json'), 'utf8')) as Rules;
const followed = Object.values(states).flatMap(({ follows }) => follows);
const cert = '0'.repeat(32);
const by = { issuer: ZHEJIANG, cert: '1'.repeat(32) };

describe('the contract keeps the shared rules of statuses:', () => {
  const pairs = Object.keys(states).flatMap((to) =>
    ['none', ...Object.keys(states)].map((from) => [from as RecordedState, to as CertificateState] as const),
  );

  it.each(pairs)('from %s to %s', (from, to) => {
    const attempt = (): void => {
      checkTransition(from, { cert, state: to, reason: 'unspecified' });
    };
    const code = followed.includes(from) ? 'STATE_TRANSITION' : 'STATE_FINAL';
    if (states[to]?.follows.includes(from)) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code }) as Error);
  });

  it.each(Object.entries(states))(
    '%s names its successor where it must, and only there',
    async (state, rule) => {
      const sample = await Sample.start();
      if (!rule.follows.includes('none')) await sample.appendChanges(sample.change(cert, 'suspended'));
      const day = '2026-11-25';
      if (state === 'withdrawn') await sample.appendChanges(sample.change(cert, 'superseded', by, day));
      const [good, bad] = rule.successor === null ? [undefined, by] : [by, undefined];
      await expect(sample.appendChanges(sample.change(cert, state, bad))).rejects.toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID' }) as Error,
      );
      await sample.appendChanges(sample.change(cert, state, good));
    },
  );

  it.each(reasons)('%s is a reason', async (reason) => {
    const sample = await Sample.start();
    await sample.appendChanges({ ...sample.change(cert, 'revoked'), reason });
  });
});
