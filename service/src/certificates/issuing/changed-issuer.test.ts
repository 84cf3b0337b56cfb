import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { registeredChannel } from '../../ledger/anchoring/index.js';
import { holdIssuer, saveIssuer, useKeys } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { endOf, licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

const other = '11330000MB1000012N';
const later = '浙江省示例经营主体登记局';
let trial: Trial;
let issuing: Issuing;
beforeAll(async () => {
  trial = await startTrial();
  issuing = openIssuing(trial.options);
});
afterAll(() => trial.close());
beforeEach(() => change({}));

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };
const validity = { validFrom: '2026-01-01', validUntil: '' };

/** The issuer of the trial, as it was but for what is given. */
const change = (changes: Partial<Issuer>): Promise<Issuer> =>
  saveIssuer(trial.database, trial.keys, { ...trial.issuer, ...changes }, trial.options.protection);

async function submitted(
  issuer: string,
  from: number,
  mode: 'skip-bad' | 'all-or-nothing',
  checkOnly = false,
): Promise<Batch> {
  return issuing.submitUpload(await upload(licences(from, from + 2)), { ...by, issuer, mode, checkOnly });
}

/** What happens while batches are issued. */
async function whileIssuing(act: (ended: (batch: Batch) => Promise<Batch>) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const running = issuing.run(stop.signal);
  try {
    await act((batch) => endOf(issuing, batch, stop.signal));
  } finally {
    stop.abort();
    await running;
  }
}

/** 签发机关 of what a batch issued. */
async function shown({ id }: Batch): Promise<unknown[]> {
  const certificates = await issuing.certificates({ issuer: zhejiang, batch: id, limit: 100 });
  const opened = await Promise.all(
    certificates.map(({ certId }) => issuing.openCertificate(zhejiang, certId)),
  );
  return opened.map(({ fields }) => fields['authority']);
}

const problemsOf = async ({ id }: Batch): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const { line, field, code } of issuing.problems(zhejiang, id)) found.push([line, field, code]);
  return found;
};

it('rows that were checked before their issuer was renamed are issued under its present name', async () => {
  const checked = await submitted(zhejiang, 100, 'all-or-nothing', true);
  await change({ name: later });
  await whileIssuing(async (ended) => {
    await ended(await issuing.submitBatch(zhejiang, checked.id, 'operator'));
    expect(await shown(checked)).toEqual([later, later]);
  });
});

it('a row that names an authority which the issuer lost meanwhile is named when it is submitted, and mended', async () => {
  const branch = '浙江省示例市分局';
  await change({ authorities: [branch] });
  const file = await upload(licences(110, 112).replace(trial.issuer.name, branch));
  const checked = await issuing.submitUpload(file, { ...by, mode: 'skip-bad', checkOnly: true });
  expect(checked).toMatchObject({ state: 'checked', bad: 0 });
  await change({ authorities: [] });
  await expect(issuing.submitBatch(zhejiang, checked.id, 'operator')).rejects.toMatchObject({
    code: 'ROWS_OUTDATED',
    details: { problems: [{ line: 2, field: 'authority', code: 'AUTHORITY_FOREIGN' }] },
  });
  await issuing.mendRow({ ...validity, issuer: zhejiang, batch: checked.id, line: 2, fields: licence(110) });
  expect(await issuing.submitBatch(zhejiang, checked.id, 'operator')).toMatchObject({ state: 'issuing' });
});

it('what was submitted before a rename is not approved as it is: given back, it is submitted anew', async () => {
  await change({ fourEyes: true });
  const batch = await submitted(zhejiang, 120, 'all-or-nothing');
  await change({ fourEyes: true, name: later });
  const approve = (): Promise<Batch> => issuing.approveBatch(zhejiang, batch.id, 'approver');
  await expect(approve()).rejects.toMatchObject({ code: 'SUBMISSION_OUTDATED' });
  await issuing.returnBatch(zhejiang, batch.id, '机构更名');
  await issuing.submitBatch(zhejiang, batch.id, 'operator');
  expect(await approve()).toMatchObject({ state: 'issuing' });
  await whileIssuing(async (ended) => {
    await ended(batch);
    expect(await shown(batch)).toEqual([later, later]);
  });
});

it('nothing is submitted, approved or issued of a type that the issuer has lost', async () => {
  const types = trial.issuer.types.filter((code) => code !== trial.options.types.newest(by.type).code);
  const refused = { code: 'TYPE_NOT_ALLOWED' };
  const checked = await submitted(zhejiang, 130, 'skip-bad', true);
  await change({ fourEyes: true });
  const waiting = await submitted(zhejiang, 140, 'skip-bad');
  await change({});
  const accepted = [
    await submitted(zhejiang, 150, 'skip-bad'),
    await submitted(zhejiang, 160, 'all-or-nothing'),
  ];
  expect(accepted.map(({ state }) => state)).toEqual(['issuing', 'issuing']);
  await change({ types });
  await expect(issuing.submitBatch(zhejiang, checked.id, 'operator')).rejects.toMatchObject(refused);
  await expect(issuing.approveBatch(zhejiang, waiting.id, 'approver')).rejects.toMatchObject(refused);
  await whileIssuing(async (ended) => {
    for (const batch of accepted) {
      expect(await ended(batch)).toMatchObject({ issued: 0, bad: 2 });
      expect(await problemsOf(batch)).toEqual([2, 3].map((line) => [line, null, 'TYPE_NOT_ISSUED']));
    }
  });
});

it('while a file is issued the keys of its issuer change, and what the ledger says of it; its name does not', async () => {
  const { database, issuer } = trial;
  await database.transaction(async (tx) => {
    await holdIssuer(tx, zhejiang);
    await useKeys(database, zhejiang, { credentialKid: issuer.credentialKid });
    // As the writer of its log keeps what the ledger said.
    await database.query('UPDATE issuers SET budget_spent_until = now(), closed = NULL WHERE code = $1', [
      zhejiang,
    ]);
    // As whoever saves or ends it begins.
    await expect(
      database.query('SELECT FROM issuers WHERE code = $1 FOR UPDATE NOWAIT', [zhejiang]),
    ).rejects.toMatchObject({ code: '55P03' });
  });
});

it('a row that was approved before its issuer was renamed is refused, not issued under the name before', async () => {
  const batch = await submitted(zhejiang, 170, 'skip-bad');
  await change({ name: later });
  await whileIssuing(async (ended) => {
    expect(await ended(batch)).toMatchObject({ issued: 0, bad: 2 });
    expect(await problemsOf(batch)).toEqual([2, 3].map((line) => [line, 'authority', 'AUTHORITY_FOREIGN']));
  });
});

it('a renewal and a reissue of what was issued before a rename show the present name', async () => {
  await whileIssuing(async (ended) => {
    const first = await ended(await submitted(zhejiang, 180, 'skip-bad'));
    const [one] = await issuing.certificates({ issuer: zhejiang, batch: first.id, limit: 100 });
    const { fields } = await issuing.openCertificate(zhejiang, one!.certId);
    await change({ name: later });
    const renews = Buffer.from(one!.certId, 'hex');
    const renewal = { ...by, ...validity, fields, renews };
    expect(await issuing.checkOne(renewal)).toMatchObject({ problems: [], fields: { authority: later } });
    const renewed = await ended(await issuing.submitApplication(renewal));
    expect(await shown(renewed)).toEqual([later]);
    // Of another department's name nothing is taken over.
    await expect(
      issuing.submitApplication({ ...renewal, fields: { ...fields, authority: '示例市公安局' } }),
    ).rejects.toMatchObject({ details: { problems: [{ code: 'AUTHORITY_FOREIGN' }] } });
    const again = await issuing.submitReissue({ ...by, kid: trial.issuer.documentKid });
    await ended(again);
    expect(new Set(await shown(again))).toEqual(new Set([later]));
  });
});

it('a batch that is being issued waits while its issuer is pending, others do not, and goes on afterwards', async () => {
  const { database, keys, issuer } = trial;
  await saveIssuer(database, keys, { ...issuer, code: other }, trial.options.protection);
  const waiting = [
    await submitted(zhejiang, 200, 'skip-bad'),
    await submitted(zhejiang, 210, 'all-or-nothing'),
  ];
  expect(waiting.map(({ state }) => state)).toEqual(['issuing', 'issuing']);
  // As when it is renamed while the ledger is away.
  await database.query('UPDATE issuers SET registered = false WHERE code = $1', [zhejiang]);
  const behind = await submitted(other, 220, 'skip-bad');
  await whileIssuing(async (ended) => {
    expect(await ended(behind)).toMatchObject({ issued: 2 });
    for (const { id } of waiting)
      expect(await issuing.batch(zhejiang, id)).toMatchObject({ state: 'issuing', issued: 0, bad: 0 });
    await database.query('UPDATE issuers SET registered = true WHERE code = $1', [zhejiang]);
    await database.query('SELECT pg_notify($1, $2)', [registeredChannel, zhejiang]);
    for (const batch of waiting) expect(await ended(batch)).toMatchObject({ issued: 2, bad: 0 });
  });
});
