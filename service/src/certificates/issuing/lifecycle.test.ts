import { Readable } from 'node:stream';
import { dateAt } from '@certbridge/verifier-sdk/formats';
import XLSX from '@e965/xlsx';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receiveUpload } from '../intake/index.js';
import { openIssuing } from './index.js';
import type { Batch, BatchMode, Issuing } from './index.js';
import { batchKeyOf } from './batches.js';
import { retainedFiles } from './retained.js';
import { keptUpload } from './uploads.js';
import { endOf, licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
import type { Trial } from './issuing.fixture.js';

let trial: Trial;
let issuing: Issuing;
let stop = new AbortController();
let running: Promise<void> = Promise.resolve();
beforeAll(async () => {
  trial = await startTrial({ fourEyes: true });
  issuing = openIssuing(trial.options);
});
const work = (): void => {
  stop = new AbortController();
  running = issuing.run(stop.signal);
};
const rest = async (): Promise<void> => {
  stop.abort();
  await running;
};
afterEach(rest);
afterAll(() => trial.close());

const by = { issuer: zhejiang, submittedBy: 'operator', type: 'business-licence' };
const file = async (csv: string, mode: BatchMode, checkOnly = true): Promise<Batch> =>
  issuing.submitUpload(await upload(csv), { ...by, mode, checkOnly });
const ended = (batch: Batch): Promise<Batch> => endOf(issuing, batch, stop.signal);
const codes = async ({ id }: Batch): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const { line, code } of issuing.problems(zhejiang, id)) found.push([line, code]);
  return found;
};
const issuedOf = async ({ id }: Batch): Promise<number[]> =>
  (await issuing.certificates({ issuer: zhejiang, batch: id, limit: 1000 })).map(({ line }) => line).sort();
/** How many transactions wait for the end of another. */
const waiting = async (): Promise<number | null> => {
  const { rowCount } = await trial.database.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
  );
  return rowCount;
};
const spoil = (csv: string, row: number): string =>
  csv
    .split('\n')
    .map((line, n) => (n === row - 1 ? line.replace('2020-01-02', '2020-02-30') : line))
    .join('\n');
const mended = (n: number): Record<string, unknown> & Parameters<Issuing['mendRow']>[0] => ({
  issuer: zhejiang,
  batch: '',
  line: 0,
  fields: licence(n),
  validFrom: '2026-01-01',
  validUntil: '',
});

describe('a batch that is only checked', () => {
  it('is mended, submitted, approved by what the approver saw, and issued', async () => {
    const checked = await file(spoil(licences(1000, 1003), 3), 'all-or-nothing');
    expect(checked).toMatchObject({ state: 'checked', rows: 3, bad: 1, digest: null });
    await expect(issuing.submitBatch(zhejiang, checked.id, 'operator')).rejects.toMatchObject({
      code: 'BATCH_INCOMPLETE',
    });
    const whole = await issuing.mendRow({ ...mended(1001), batch: checked.id, line: 3 });
    expect(whole).toMatchObject({ state: 'checked', rows: 3, bad: 0 });
    const submitted = await issuing.submitBatch(zhejiang, checked.id, 'operator');
    expect(submitted.state).toBe('submitted');
    expect(submitted.digest).toMatch(/^[0-9a-f]{64}$/);
    await expect(issuing.approveBatch(zhejiang, checked.id, 'approver', '00')).rejects.toMatchObject({
      code: 'BATCH_CHANGED',
    });
    work();
    await issuing.approveBatch(zhejiang, checked.id, 'approver', submitted.digest ?? '');
    expect(await ended(checked)).toMatchObject({ state: 'issued', issued: 3, bad: 0 });
  });

  it('takes no row that another row of it is about already', async () => {
    const checked = await file(spoil(licences(1010, 1013), 3), 'skip-bad');
    await expect(issuing.mendRow({ ...mended(1010), batch: checked.id, line: 3 })).rejects.toMatchObject({
      details: { problems: [{ code: 'DUPLICATE_IN_FILE' }] },
    });
    await expect(issuing.mendRow({ ...mended(1019), batch: checked.id, line: 99 })).rejects.toMatchObject({
      code: 'ROW_UNKNOWN',
    });
    expect(await codes(checked)).toEqual([[3, 'DATE_WRONG']]);
  });

  it('is not mended once it is submitted, until it is returned; what it is then has another digest', async () => {
    const checked = await file(licences(1020, 1022), 'skip-bad');
    const submitted = await issuing.submitBatch(zhejiang, checked.id, 'operator');
    const change = { ...mended(1029), batch: checked.id, line: 2 };
    await expect(issuing.mendRow(change)).rejects.toMatchObject({ code: 'BATCH_STATE' });
    expect(await issuing.returnBatch(zhejiang, checked.id, '证件号码与原件不符')).toMatchObject({
      state: 'returned',
    });
    await issuing.mendRow(change);
    const again = await issuing.submitBatch(zhejiang, checked.id, 'operator');
    expect(again.digest).not.toBe(submitted.digest);
    await expect(
      issuing.approveBatch(zhejiang, checked.id, 'approver', submitted.digest ?? ''),
    ).rejects.toMatchObject({ code: 'BATCH_CHANGED' });
  });

  it('that renews a certificate still does once it was returned and mended; a copy of one is not mended', async () => {
    work();
    const approved = async ({ id, digest }: Batch): Promise<Batch> =>
      ended(await issuing.approveBatch(zhejiang, id, 'approver', digest ?? ''));
    const of = async ({ id }: Batch): Promise<{ certId: string; identifier: string }> =>
      (await issuing.certificates({ issuer: zhejiang, batch: id }))[0]!;
    const first = await approved(await file(licences(1025, 1026), 'skip-bad', false));
    const renews = Buffer.from((await of(first)).certId, 'hex');
    const renewal = await issuing.submitApplication({
      ...by,
      fields: licence(1025),
      validFrom: '2026-02-01',
      validUntil: '',
      renews,
    });
    await issuing.returnBatch(zhejiang, renewal.id, '住所与原件不符');
    const change = { ...mended(1025), fields: { ...licence(1025), address: '杭州市示例路9号' } };
    const whole = await issuing.mendRow({ ...change, batch: renewal.id, line: 1 });
    expect(whole).toMatchObject({ state: 'returned', rows: 1, bad: 0 });
    const again = await approved(await issuing.submitBatch(zhejiang, renewal.id, 'operator'));
    expect(again).toMatchObject({ state: 'issued', issued: 1 });
    const replacement = await of(again);
    expect(replacement.identifier).toContain('.002.');
    const limits = { purpose: '办理开户', user: '示例银行', validUntil: dateAt(Date.now()) };
    const copy = await issuing.submitCopy({
      ...by,
      ...limits,
      original: Buffer.from(replacement.certId, 'hex'),
    });
    await issuing.returnBatch(zhejiang, copy.id, '使用单位有误');
    const refused = { code: 'COPY_NOT_MENDABLE' };
    await expect(issuing.row(zhejiang, copy.id, 1)).rejects.toMatchObject(refused);
    await expect(issuing.mendRow({ ...change, batch: copy.id, line: 1 })).rejects.toMatchObject(refused);
  });

  it('has a digest over every value, day and photo', async () => {
    const digest = async (csv: string): Promise<string | null> => {
      const { id } = await file(csv, 'skip-bad');
      const { digest: found } = await issuing.submitBatch(zhejiang, id, 'operator');
      await issuing.withdrawBatch(zhejiang, id);
      return found;
    };
    const csv = licences(1030, 1032);
    // Of holders who have something else here: rows are digested under their keys.
    await file(csv, 'skip-bad');
    const same = await digest(csv);
    expect(await digest(csv)).toBe(same);
    const others = [
      csv.replace('示例路1号', '示例路2号'),
      csv.replace('2026-01-01', '2026-01-02'),
      csv.replace('长期', '2030-01-01'),
    ];
    for (const other of others) expect(await digest(other)).not.toBe(same);
  });

  it('is withdrawn with all that was kept of it', async () => {
    const { id } = await file(licences(1040, 1042), 'skip-bad');
    expect(await issuing.withdrawBatch(zhejiang, id)).toMatchObject({ state: 'withdrawn' });
    for (const table of ['applications', 'uploads']) {
      const { rows } = await trial.database.query(`SELECT FROM ${table} WHERE batch = $1`, [id]);
      expect(rows).toHaveLength(0);
    }
    await expect(issuing.submitBatch(zhejiang, id, 'operator')).rejects.toMatchObject({
      code: 'BATCH_STATE',
    });
  });

  it('keeps the holder whose next application is just being stored', async () => {
    const { database } = trial;
    const { id } = await file(licences(1045, 1046), 'skip-bad');
    let withdrawing: Promise<unknown> | undefined;
    const next = await issuing.submitApplication({
      ...by,
      ...{ fields: licence(1045), validFrom: '2026-01-01', validUntil: '' },
      onTaken: async () => {
        let isWithdrawn = false;
        withdrawing = issuing.withdrawBatch(zhejiang, id).finally(() => (isWithdrawn = true));
        const isWaiting = async (): Promise<boolean> => {
          const { rowCount } = await database.query(
            `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM holders%'`,
          );
          return isWithdrawn || rowCount === 1;
        };
        await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true);
      },
    });
    await withdrawing;
    await issuing.approveBatch(zhejiang, next.id, 'approver');
    work();
    await expect.poll(() => issuedOf(next), { timeout: 20_000 }).toEqual([1]);
  });

  it('waits with the erasure of a holder for the row that is being issued, and holds up none', async () => {
    const { database } = trial;
    const { id } = await file(licences(1047, 1048), 'skip-bad');
    const erasing = await database.transaction(async (tx) => {
      // As issuing locks: the application first, by its certificate the holder.
      const { rows } = await tx.query<{ holder: string }>(
        'SELECT holder FROM applications WHERE batch = $1 FOR UPDATE',
        [id],
      );
      const erased = issuing.forgetHolder(zhejiang, licence(1047)['uscc']!, 'administrator');
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
      await tx.query('SELECT FROM holders WHERE id = $1 FOR KEY SHARE', [rows[0]?.holder]);
      return [erased];
    });
    expect(await erasing[0]).toBe(true);
  });

  it.each([
    ['was given back and is being mended', 'a reason'],
    ['is being approved', undefined],
  ])('waits with the erasure of a holder for what %s, and holds up none', async (_, reason) => {
    const { database } = trial;
    const { id } = await file(licences(1048, 1049), 'skip-bad', false);
    if (reason !== undefined) await issuing.returnBatch(zhejiang, id, reason);
    const erasing = await database.transaction(async (tx) => {
      // As both lock: the batch first, then its row.
      await tx.query('SELECT FROM batches WHERE id = $1 FOR UPDATE', [id]);
      const erased = issuing.forgetHolder(zhejiang, licence(1048)['uscc']!, 'administrator');
      await expect.poll(waiting, { timeout: 20_000 }).toBe(1);
      await tx.query('SELECT FROM applications WHERE batch = $1 FOR UPDATE', [id]);
      return [erased];
    });
    expect(await erasing[0]).toBe(true);
    expect(await issuing.returnReason(id)).toBe(reason);
  });

  it('of which a row was changed behind the service’s back is not issued', async () => {
    const { id } = await file(licences(1050, 1052), 'skip-bad');
    await issuing.submitBatch(zhejiang, id, 'operator');
    await trial.database.query('DELETE FROM applications WHERE batch = $1 AND line = 3', [id]);
    await expect(issuing.approveBatch(zhejiang, id, 'approver')).rejects.toMatchObject({
      code: 'BATCH_CHANGED',
    });
    expect(await issuing.batch(zhejiang, id)).toMatchObject({ state: 'submitted' });
  });
});

describe('a batch with a row that cannot be opened', () => {
  it('is told of and holds up no other, and goes on once the row is mended', async () => {
    const { database, troubles } = trial;
    const [broken, other] = [
      await file(licences(1055, 1057), 'skip-bad', false),
      await file(licences(1057, 1058), 'skip-bad', false),
    ];
    const turn = `UPDATE applications SET fields = set_byte(fields, 20, 255 - get_byte(fields, 20))
      WHERE batch = $1 AND line = 2`;
    await database.query(turn, [broken.id]);
    for (const { id } of [broken, other]) await issuing.approveBatch(zhejiang, id, 'approver');
    work();
    expect(await ended(other)).toMatchObject({ state: 'issued', issued: 1 });
    expect(troubles).toContainEqual(expect.objectContaining({ code: 'SEAL_BROKEN' }));
    await database.query(turn, [broken.id]);
    expect(await ended(broken)).toMatchObject({ state: 'issued', issued: 2 });
  });
});

describe('two batches about the same', () => {
  it('are told apart before the first is issued: the later one is refused, or skips the row', async () => {
    const first = await file(licences(1060, 1063), 'skip-bad', false);
    const whole = await file(licences(1062, 1066), 'all-or-nothing', false);
    const skipping = await file(licences(1062, 1065), 'skip-bad', false);
    await issuing.approveBatch(zhejiang, first.id, 'approver');
    expect(await issuing.approveBatch(zhejiang, whole.id, 'approver')).toMatchObject({
      state: 'refused',
      refusal: 'ROWS_WRONG',
      issued: 0,
    });
    expect(await codes(whole)).toEqual([[2, 'ALREADY_CLAIMED']]);
    await issuing.approveBatch(zhejiang, skipping.id, 'approver');
    work();
    expect(await ended(first)).toMatchObject({ state: 'issued', issued: 3 });
    expect(await ended(skipping)).toMatchObject({ state: 'issued', issued: 2, bad: 1 });
    expect(await issuedOf(skipping)).toEqual([3, 4]);
    const { rows } = await trial.database.query('SELECT FROM subject_claims');
    expect(rows).toHaveLength(0);
  });
});

describe('a batch that is to be issued whole', () => {
  it('issues nothing when the last of its rows cannot be issued, and says which', async () => {
    const batch = await file(licences(1100, 1230), 'all-or-nothing', false);
    await issuing.approveBatch(zhejiang, batch.id, 'approver');
    // Somebody who can write to the database: what is there is not what was submitted.
    await trial.database.query('UPDATE applications SET renews = $2 WHERE batch = $1 AND line = 131', [
      batch.id,
      Buffer.alloc(16),
    ]);
    work();
    expect(await ended(batch)).toMatchObject({ state: 'refused', refusal: 'ROWS_WRONG', issued: 0 });
    expect(await codes(batch)).toEqual([[131, 'ROW_CHANGED']]);
    expect(await issuedOf(batch)).toEqual([]);
  });

  it('is issued in one piece', async () => {
    const batch = await file(licences(1300, 1430), 'all-or-nothing', false);
    await issuing.approveBatch(zhejiang, batch.id, 'approver');
    work();
    expect(await ended(batch)).toMatchObject({ state: 'issued', issued: 130, bad: 0 });
  });
});

describe('a batch that was approved, and then changed by somebody who can write to the database,', () => {
  let next = 2000;
  beforeAll(async () => {
    const other = await file(licences(next, next + 1), 'all-or-nothing', false);
    await issuing.approveBatch(zhejiang, other.id, 'approver');
    work();
    expect(await ended(other)).toMatchObject({ state: 'issued' });
    await rest();
  });

  it.each([
    ['another approver', `UPDATE batches SET approved_by = 'nobody' WHERE id = $1`],
    ['another submitter', `UPDATE batches SET submitted_by = 'nobody' WHERE id = $1`],
    ['another digest', `UPDATE batches SET digest = sha256('other') WHERE id = $1`],
    ['another mode', `UPDATE batches SET mode = 'skip-bad' WHERE id = $1`],
    ['no authorisation', 'UPDATE batches SET authorisation = NULL WHERE id = $1'],
    [
      'the authorisation of another batch',
      `UPDATE batches SET authorisation = (SELECT authorisation FROM batches WHERE state = 'issued' LIMIT 1)
       WHERE id = $1`,
    ],
    [
      'another digest of a row',
      `UPDATE applications SET digest = sha256('other') WHERE batch = $1 AND line = 3`,
    ],
    ['a row less', 'DELETE FROM applications WHERE batch = $1 AND line = 3'],
  ])('has nothing issued: %s', async (_, statement) => {
    next += 2;
    const batch = await file(licences(next, next + 2), 'all-or-nothing', false);
    await issuing.approveBatch(zhejiang, batch.id, 'approver');
    expect((await trial.database.query(statement, [batch.id])).rowCount).toBe(1);
    work();
    expect(await ended(batch)).toMatchObject({ state: 'refused', refusal: 'NOT_APPROVED', issued: 0 });
    expect(await issuedOf(batch)).toEqual([]);
  });

  it('has nothing issued: the approval of a batch of the same rows', async () => {
    next += 2;
    const rows = licences(next, next + 2);
    const one = await file(rows, 'all-or-nothing', false);
    const twin = await file(rows, 'all-or-nothing', false);
    await issuing.approveBatch(zhejiang, one.id, 'approver');
    await trial.database.query(
      `UPDATE batches twin SET state = 'issuing', approved_by = one.approved_by, authorisation = one.authorisation
       FROM batches one WHERE twin.id = $1 AND one.id = $2`,
      [twin.id, one.id],
    );
    work();
    expect(await ended(one)).toMatchObject({ state: 'issued', issued: 2 });
    expect(await ended(twin)).toMatchObject({ state: 'refused', refusal: 'NOT_APPROVED', issued: 0 });
  });
});

describe('the wrong rows of a batch', () => {
  const open = async ({ id }: Batch): Promise<{ bytes: Buffer; extension: string }> => {
    const found = await issuing.rejected(zhejiang, id);
    await found.close();
    return { bytes: Buffer.from(found.bytes), extension: found.extension };
  };
  const send = async (bytes: Buffer): Promise<Batch> =>
    issuing.submitUpload(await receiveUpload(Readable.from([bytes])), {
      ...by,
      mode: 'skip-bad',
      checkOnly: true,
    });

  it('come back as a table, each after what to mend, and are taken once they are mended', async () => {
    const bad = await file(spoil(spoil(licences(1600, 1605), 3), 5), 'skip-bad');
    const { bytes, extension } = await open(bad);
    expect(extension).toBe('csv');
    const lines = bytes.toString().trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('不是有效日期');
    const again = await send(bytes);
    expect(again).toMatchObject({ rows: 2, bad: 2 });
    // A second round has one column of remedies, the newer.
    expect((await open(again)).bytes.toString().match(/退回原因/g)).toHaveLength(1);
    const mendedAll = Buffer.from(bytes.toString().replaceAll('2020-02-30', '2020-01-02'));
    expect(await send(mendedAll)).toMatchObject({ rows: 2, bad: 0 });
  });

  it('of a workbook come back as a workbook of text', async () => {
    const rows = spoil(licences(1610, 1613), 3)
      .split('\n')
      .map((line) => line.split(','));
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows));
    const bad = await send(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    expect(bad).toMatchObject({ source: 'spreadsheet', rows: 3, bad: 1 });
    const { bytes, extension } = await open(bad);
    expect(extension).toBe('xlsx');
    expect(await send(bytes)).toMatchObject({ rows: 1, bad: 1 });
  });

  it('are not to be had when their file is not kept', async () => {
    const { id } = await file(licences(1620, 1622), 'skip-bad');
    await issuing.withdrawBatch(zhejiang, id);
    await expect(issuing.rejected(zhejiang, id)).rejects.toMatchObject({ code: 'UPLOAD_GONE' });
  });
});

describe('the file of a batch', () => {
  it('is kept encrypted while it has wrong rows, and not when all of it was issued', async () => {
    const { database } = trial;
    const kept = async ({ id }: Batch): Promise<Buffer[]> =>
      (await database.query<{ bytes: Buffer }>('SELECT bytes FROM uploads WHERE batch = $1', [id])).rows.map(
        ({ bytes }) => bytes,
      );
    const good = await file(licences(1500, 1502), 'skip-bad', false);
    const bad = await file(spoil(licences(1510, 1513), 3), 'skip-bad', false);
    const [piece] = await kept(bad);
    const key = await batchKeyOf(database, trial.options.protection, bad.id);
    const pieces: Buffer[] = [];
    for await (const one of keptUpload(database, bad.id, key)) pieces.push(one);
    expect(Buffer.concat(pieces).toString()).toBe(spoil(licences(1510, 1513), 3));
    expect(piece?.includes(Buffer.from('示例'))).toBe(false);
    for (const { id } of [good, bad]) await issuing.approveBatch(zhejiang, id, 'approver');
    work();
    for (const one of [good, bad]) await ended(one);
    expect(await kept(good)).toHaveLength(0);
    expect(await kept(bad)).toHaveLength(1);
    // Whoever goes on for months without a start keeps it no longer either.
    await database.query(`UPDATE uploads SET created_at = now() - interval '31 days' WHERE batch = $1`, [
      bad.id,
    ]);
    const young = await file(spoil(licences(1520, 1523), 3), 'skip-bad');
    const month = new Date(Date.now() - 30 * 86_400_000);
    expect(await database.transaction((tx) => retainedFiles.deleteSome(tx, month))).toBe(1);
    expect(await kept(bad)).toHaveLength(0);
    expect(await kept(young)).toHaveLength(1);
  });
});

describe('a batch from a backup', () => {
  it('is issued but for whoever was erased since, whose key does not come back', async () => {
    const { database } = trial;
    const batch = await file(licences(1440, 1443), 'skip-bad', false);
    await issuing.approveBatch(zhejiang, batch.id, 'approver');
    // As a start does with the tombstones that it finds beside an older database.
    await database.query(
      `WITH erased AS (INSERT INTO erased_holders (holder)
         SELECT holder FROM applications WHERE batch = $1 AND line = 2 RETURNING holder)
       DELETE FROM holders USING erased WHERE id = holder`,
      [batch.id],
    );
    work();
    expect(await ended(batch)).toMatchObject({ state: 'issued', issued: 2 });
    expect(await issuedOf(batch)).toEqual([3, 4]);
  });

  it('whose keys were not all put back is issued as far as they were', async () => {
    const { database, options } = trial;
    const batch = await file(licences(1445, 1448), 'skip-bad', false);
    await issuing.approveBatch(zhejiang, batch.id, 'approver');
    await database.query(
      'DELETE FROM holders WHERE id = (SELECT holder FROM applications WHERE batch = $1 AND line = 2)',
      [batch.id],
    );
    stop = new AbortController();
    running = openIssuing({ ...options, chunk: 1, lanes: 1 }).run(stop.signal);
    await expect.poll(() => issuedOf(batch)).toEqual([3, 4]);
    // Its row waits for the key.
    expect(await issuing.batch(zhejiang, batch.id)).toMatchObject({ state: 'issuing', bad: 0 });
  });
});
