import { afterAll, beforeAll, expect, it } from 'vitest';
import { registeredChannel } from '../../ledger/anchoring/index.js';
import { saveIssuer } from '../issuers/index.js';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

const other = '11330000MB1000012N';
let trial: Trial;
let issuing: Issuing;
const stop = new AbortController();
beforeAll(async () => {
  trial = await startTrial();
  issuing = openIssuing(trial.options);
});
afterAll(() => trial.close());

async function submitted(issuer: string, from: number, mode: 'skip-bad' | 'all-or-nothing'): Promise<Batch> {
  const by = { issuer, submittedBy: 'operator', type: 'business-licence' };
  return issuing.submitUpload(await upload(licences(from, from + 2)), { ...by, mode });
}

async function ended({ issuer, id }: Batch): Promise<Batch> {
  for await (const now of issuing.watch(issuer, id, stop.signal)) if (now.state === 'issued') return now;
  throw new Error('it has not ended');
}

it('a batch that is being issued waits while its issuer is pending, others do not, and goes on afterwards', async () => {
  const { database, keys, issuer } = trial;
  await saveIssuer(database, keys, { ...issuer, code: other }, trial.options.protection);
  const waiting = [
    await submitted(zhejiang, 100, 'skip-bad'),
    await submitted(zhejiang, 110, 'all-or-nothing'),
  ];
  expect(waiting.map(({ state }) => state)).toEqual(['issuing', 'issuing']);
  // As when it is renamed while the ledger is away.
  await database.query('UPDATE issuers SET registered = false WHERE code = $1', [zhejiang]);
  const behind = await submitted(other, 120, 'skip-bad');
  const running = issuing.run(stop.signal);
  try {
    expect(await ended(behind)).toMatchObject({ issued: 2 });
    for (const { id } of waiting)
      expect(await issuing.batch(zhejiang, id)).toMatchObject({ state: 'issuing', issued: 0, bad: 0 });
    await database.query('UPDATE issuers SET registered = true WHERE code = $1', [zhejiang]);
    await database.query('SELECT pg_notify($1, $2)', [registeredChannel, zhejiang]);
    for (const batch of waiting) expect(await ended(batch)).toMatchObject({ issued: 2, bad: 0 });
  } finally {
    stop.abort();
    await running;
  }
});
