import { certificateStates, changeStates } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrial } from '../issuing/issuing.fixture.js';
import type { Trial } from '../issuing/issuing.fixture.js';
import { requestedState } from './schemas.js';

let trial: Trial;
beforeAll(async () => {
  trial = await startTrial();
});
afterAll(() => trial.close());

describe('the states of the SDK’s table', () => {
  it.each([
    ['certificates', certificateStates],
    ['status_changes', changeStates],
  ])('are those that the database takes in %s', async (table, states) => {
    const { rows } = await trial.database.query<{ rule: string }>(
      `SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint
       WHERE conrelid = $1::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%(state = ANY%'`,
      [table],
    );
    const taken = rows.map(({ rule }) => [...rule.matchAll(/'([^']+)'/g)].map(([, state]) => state));
    expect(taken.map((all) => all.sort())).toEqual([[...states].sort()]);
  });

  it('may all be asked for, but for the one that a renewal makes', () => {
    expect(requestedState.options).toEqual(changeStates.filter((state) => state !== 'superseded'));
  });
});
