import { afterAll, beforeAll, expect, it } from 'vitest';
import { useKeys } from '../issuers/index.js';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { endOf, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

let trial: Trial;
let issuing: Issuing;
const stop = new AbortController();
let running: Promise<void>;
beforeAll(async () => {
  trial = await startTrial();
  issuing = openIssuing(trial.options);
  running = issuing.run(stop.signal);
});
afterAll(async () => {
  stop.abort();
  await running;
  await trial.close();
});

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };

const ended = (batch: Batch): Promise<Batch> => endOf(issuing, batch, stop.signal);

it('a reissue that is asked for again with its Idempotency-Key, it is the batch that was made, though nothing is left to reissue', async () => {
  const { database, keys, issuer } = trial;
  await ended(await issuing.submitUpload(await upload(licences(500, 502)), { ...by, mode: 'skip-bad' }));
  const { kid } = await keys.createIssuerKey(issuer, 'certificate', 'ES256');
  await useKeys(database, zhejiang, { documentKid: kid, qrKid: kid });
  const request = { ...by, kid: issuer.documentKid, idempotencyKey: 'first' };
  const made = await issuing.submitReissue(request);
  expect(made).toMatchObject({ source: 'reissue', rows: 2, repeated: false });
  expect(await ended(made)).toMatchObject({ state: 'issued', issued: 2, bad: 0 });
  expect(await issuing.submitReissue(request)).toMatchObject({ id: made.id, issued: 2, repeated: true });
  await expect(issuing.submitReissue({ ...request, idempotencyKey: 'second' })).rejects.toMatchObject({
    code: 'NOTHING_TO_REISSUE',
  });
});
