import { afterAll, beforeAll, expect, it } from 'vitest';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

let trial: Trial;
let issuing: Issuing;
beforeAll(async () => {
  trial = await startTrial();
  issuing = openIssuing(trial.options);
});
afterAll(() => trial.close());

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };
/** Three rows, of which the second, row 3, has a wrong code. */
async function checked(from: number): Promise<Batch> {
  const [head, one, two, three] = licences(from, from + 3).split('\n') as [string, string, string, string];
  const wrong = two.split(',').with(1, '91330199XXXXXXXXX0').join(',');
  const file = await upload([head, one, wrong, three].join('\n'));
  return issuing.submitUpload(file, { ...by, mode: 'skip-bad', checkOnly: true });
}

it('a right row is read as it was checked, a wrong one as it came, and no other', async () => {
  const { id } = await checked(400);
  expect(await issuing.row(zhejiang, id, 2)).toMatchObject({ line: 2, fields: licence(400), problems: [] });
  const { fields, problems } = await issuing.row(zhejiang, id, 3);
  expect(fields).toMatchObject({ ...licence(401), uscc: '91330199XXXXXXXXX0' });
  expect(problems.map(({ field, code }) => [field, code])).toEqual([['uscc', 'USCC_WRONG']]);
  await expect(issuing.row(zhejiang, id, 9)).rejects.toMatchObject({ code: 'ROW_UNKNOWN' });
});

it('an application is checked by the rules of the intake, and nothing of it is kept', async () => {
  const given = { ...by, fields: licence(410), validFrom: '2026-01-01', validUntil: '' };
  const count = async (): Promise<unknown> =>
    (await trial.options.database.query('SELECT count(*) FROM applications')).rows;
  const before = await count();
  expect(await issuing.checkOne(given)).toMatchObject({ problems: [], fields: licence(410) });
  const { name: _, ...nameless } = licence(410);
  const { problems } = await issuing.checkOne({ ...given, fields: nameless, validUntil: '2025-01-01' });
  expect(problems.map(({ field, code }) => [field, code]).sort()).toEqual([
    ['name', 'REQUIRED'],
    ['validUntil', 'VALIDITY_ORDER'],
  ]);
  expect(await count()).toEqual(before);
});

it('figures count what waits, of the types in reach alone', async () => {
  const before = await issuing.figures(zhejiang, null);
  await checked(420);
  expect(await issuing.figures(zhejiang, null)).toEqual({ ...before, checked: before.checked + 1 });
  expect(await issuing.figures(zhejiang, [])).toMatchObject({ checked: 0, issuedToday: 0 });
});
