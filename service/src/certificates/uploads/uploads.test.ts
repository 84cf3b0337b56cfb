import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTrial, zhejiang } from '../issuing/issuing.fixture.js';
import type { Trial } from '../issuing/issuing.fixture.js';
import { beginUpload, continueUpload, findUpload, uploadedBytes } from './index.js';

let trial: Trial;
beforeAll(async () => {
  trial = await startTrial();
});
afterAll(() => trial.close());

it('goes on after a connection that broke while a piece was kept', async () => {
  const { database, options } = trial;
  const parts = { database, protection: options.protection };
  const of = { issuer: zhejiang, sentBy: 'operator' };
  const file = randomBytes(1_500_000);
  const id = await database.transaction((tx) => beginUpload(parts, tx, { ...of, size: file.length }));
  const name = { ...of, id };
  const blocked = async (): Promise<number | undefined> => {
    const { rows } = await database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
    );
    return rows[0]?.pid;
  };
  const [sending] = await database.transaction(async (tx) => {
    await tx.query('SELECT FROM unfinished_uploads WHERE id = $1 FOR UPDATE', [id]);
    const sent = continueUpload(parts, name, 0, Readable.from([file.subarray(0, 1_200_000)]));
    await expect.poll(blocked).toBeDefined();
    await database.query('SELECT pg_terminate_backend($1)', [await blocked()]);
    return [sent.then(String, String)];
  });
  await sending;
  const { kept } = await findUpload({ database }, name);
  await continueUpload(parts, name, kept, Readable.from([file.subarray(kept)]));
  const whole: Buffer[] = [];
  for await (const piece of uploadedBytes(parts, id)) whole.push(piece);
  expect(Buffer.concat(whole)).toEqual(file);
});
