import { expect } from 'vitest';
import { LedgerRefusal } from '@certbridge/service/ledger/adapter';

/** A final refusal with this code. */
export async function expectRefusal(code: string, call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(LedgerRefusal);
  expect(outcome).toMatchObject({ code });
}
