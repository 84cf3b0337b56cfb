import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideChange, proposedChanges, requestChange } from '../statuses/index.js';
import { Problem } from '../../platform/problems/index.js';
import type { BatchState } from './batch-state.js';
import { openIssuing } from './index.js';
import type { Issuing } from './index.js';
import { licence, licences, openParts, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

let trial: Trial;
beforeAll(async () => {
  trial = await startTrial({ fourEyes: true });
});
afterAll(() => trial.close());

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };
const days = { validFrom: '2026-01-01', validUntil: '' };
/** So few that everybody meets the others. */
const HOLDERS = 60;
const AT_ONCE = 8;

/** What somebody does, to whom it falls. `n`: any number. */
type Act = (issuing: Issuing, n: number) => Promise<unknown>;

const shuffled = (csv: string, n: number): string => {
  const [head, ...rows] = csv.split('\n');
  return [head, ...rows.slice(n % rows.length), ...rows.slice(0, n % rows.length)].join('\n');
};

const chosen = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)];

/** Does it with a batch in one of these states, if there is any. */
const withBatch =
  (states: readonly BatchState[], act: (issuing: Issuing, id: string, n: number) => Promise<unknown>): Act =>
  async (issuing, n) => {
    for (const state of states) {
      const found = chosen(await issuing.batches(zhejiang, { state, limit: 20 }), n);
      if (found) return act(issuing, found.id, n);
    }
    return undefined;
  };

/** Does it with a certificate, if there is any. */
const withCertificate =
  (act: (issuing: Issuing, certId: Buffer, n: number) => Promise<unknown>): Act =>
  async (issuing, n) => {
    const found = chosen(await issuing.certificates({ issuer: zhejiang, limit: 100 }), n);
    return found && act(issuing, Buffer.from(found.certId, 'hex'), n);
  };

const changing = () => ({ database: trial.database, protection: trial.options.protection });

const acts: readonly Act[] = [
  async (issuing, n) => {
    const csv = shuffled(licences(n % HOLDERS, (n % HOLDERS) + 3 + (n % 20)), n);
    const file = await upload(n % 3 === 0 ? csv.replace('2020-01-02', '2020-02-30') : csv);
    const mode = n % 2 === 0 ? 'skip-bad' : 'all-or-nothing';
    return issuing.submitUpload(file, { ...by, mode, checkOnly: n % 5 < 2 });
  },
  (issuing, n) => issuing.submitApplication({ ...by, ...days, fields: licence(n % HOLDERS) }),
  withBatch(['checked', 'returned'], (issuing, id) => issuing.submitBatch(zhejiang, id, 'operator')),
  withBatch(['submitted'], (issuing, id) => issuing.approveBatch(zhejiang, id, 'approver')),
  withBatch(['submitted'], (issuing, id) => issuing.approveBatch(zhejiang, id, 'approver')),
  withBatch(['submitted'], (issuing, id) => issuing.rejectBatch(zhejiang, id, 'approver')),
  withBatch(['submitted'], (issuing, id) => issuing.returnBatch(zhejiang, id, '请核对')),
  withBatch(['returned', 'checked'], (issuing, id) => issuing.withdrawBatch(zhejiang, id)),
  withBatch(['returned', 'checked'], (issuing, batch, n) =>
    issuing.mendRow({ issuer: zhejiang, batch, line: 2 + (n % 4), ...days, fields: licence(n % HOLDERS) }),
  ),
  (issuing, n) => issuing.forgetHolder(zhejiang, licence(n % HOLDERS)['uscc'] ?? '', 'administrator'),
  withCertificate(async (issuing, renews) => {
    const { fields } = await issuing.openCertificate(zhejiang, renews.toString('hex'));
    return issuing.submitApplication({ ...by, ...days, fields, renews });
  }),
  withCertificate((issuing, original) =>
    issuing.submitCopy({
      ...by,
      original,
      purpose: '办理入学',
      user: '示例市教育局',
      validUntil: '2026-12-31',
    }),
  ),
  (issuing) => issuing.submitReissue({ ...by, kid: trial.issuer.documentKid }),
  withCertificate((_, certId, n) =>
    requestChange(changing(), {
      ...{ issuer: zhejiang, certId, submittedBy: 'operator', reason: 'unspecified' },
      state: n % 2 === 0 ? 'suspended' : 'revoked',
    }),
  ),
  async (_, n) => {
    const change = chosen(await proposedChanges(trial.database, zhejiang), n);
    return (
      change && decideChange(changing(), { issuer: zhejiang, id: change.id, by: 'approver', approve: true })
    );
  },
];

it('what many do at once with the same few holders, at two replicas, ends or is refused by a rule', async () => {
  const second = await openParts(trial.folder, trial.postgres.url, trial.masterKey);
  const replicas = [trial, second].map(({ options }) => openIssuing({ ...options, chunk: 5 }));
  const stop = new AbortController();
  const running = replicas.map((one) => one.run(stop.signal));
  const one = fc.record({
    act: fc.constantFrom(...acts),
    replica: fc.constantFrom(...replicas),
    n: fc.nat(999),
  });
  const { numRuns = 300 } = fc.readConfigureGlobal();
  const waiting = fc.sample(one, numRuns * 2);
  const broken: unknown[] = [];
  const person = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      await next.act(next.replica, next.n).catch((error: unknown) => {
        if (!(error instanceof Problem)) broken.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, person));
  stop.abort();
  await Promise.all(running);
  await second.database.close();
  // A deadlock that PostgreSQL ended, for instance.
  expect([...broken, ...trial.troubles, ...second.troubles]).toEqual([]);
});
