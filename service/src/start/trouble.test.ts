import pino from 'pino';
import { expect, it } from 'vitest';
import { tellTrouble } from './trouble.js';

it('of several things that failed the log has each', () => {
  const lines: unknown[] = [];
  const tell = tellTrouble(pino({}, { write: (line) => void lines.push(JSON.parse(line)) }));
  tell(new AggregateError([new RangeError('the first'), new TypeError('the second')], 'some failed'));
  expect(lines).toMatchObject([
    { trouble: { name: 'RangeError', message: 'the first' } },
    { trouble: { name: 'TypeError', message: 'the second' } },
  ]);
});
