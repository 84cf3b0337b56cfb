import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { crc32, deflateSync } from 'node:zlib';
import {
  dateAt,
  decodeLeaf,
  credentialDigest,
  parseCredential,
  parseIdentifier,
  parseQr,
  qrDigest,
} from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, startEmbeddedPostgres } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import { receiveUpload } from '../intake/index.js';
import { zip } from '../intake/zip.fixture.js';
import { openIssuing } from './index.js';
import type { Batch, Issuing } from './index.js';
import { requestChange } from '../statuses/index.js';
import type { RequestedState } from '../statuses/index.js';
import { discardBatch } from './lifecycle.js';
import { sweepReceiving } from './open-batch.js';
import type { Taken } from './open-batch.js';
import { endOf, licence, licences, startTrial, upload, zhejiang } from './issuing.fixture.js';
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
let next = 1;
beforeEach(() => {
  next += 1000;
  expect(trial.troubles).toEqual([]);
});

const type = 'business-licence';
const by = { issuer: zhejiang, type, submittedBy: 'operator-1' } as const;
const rows = async (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
  (await trial.database.query(sql, values)).rows;
const count = async (table: string): Promise<number> =>
  Number((await rows(`SELECT count(*)::int AS n FROM ${table}`))[0]!['n']);

async function submit(
  csv: string,
  request: { mode?: 'skip-bad' | 'all-or-nothing'; idempotencyKey?: string; checkOnly?: boolean } = {},
): Promise<Taken> {
  const file = await upload(csv);
  try {
    return await issuing.submitUpload(file, { ...by, mode: 'skip-bad', ...request });
  } finally {
    await file.close();
  }
}

const never = new AbortController().signal;

const issued = (batch: Batch): Promise<Batch> => endOf(issuing, batch, never);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const code = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'fulfilled',
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('a batch', () => {
  it('becomes certificates, documents and outbox items that agree with each other', async () => {
    const before = await count('outbox');
    const batch = await issued(await submit(licences(next, next + 150)));
    expect(batch).toMatchObject({
      state: 'issued',
      rows: 150,
      bad: 0,
      issued: 150,
      submittedBy: 'operator-1',
    });
    expect(await count('outbox')).toBe(before + 150);

    const certificates = await issuing.certificates({ issuer: zhejiang, batch: batch.id, limit: 1000 });
    expect(new Set(certificates.map(({ line }) => line))).toEqual(
      new Set(Array.from({ length: 150 }, (_, i) => i + 2)),
    );
    const [first] = certificates;
    const { certId, identifier } = first!;
    expect(parseIdentifier(identifier)).toMatchObject({ issuer: zhejiang, version: '001', check: 'ok' });

    const { fields } = await issuing.openCertificate(zhejiang, identifier);
    expect(fields).toEqual(licence(next + first!.line - 2));
    const { claims } = parseQr(await issuing.qr(zhejiang, certId));
    expect(claims).toMatchObject({ identifier, holderName: fields['name'], validUntil: null });
    expect(claims.holderNumber).not.toBe(fields['uscc']);
    const credential = await parseCredential(await issuing.credential(zhejiang, certId));
    expect(credential.fields).toEqual(fields);
    expect(credential.holder).toEqual({ name: 'name', number: 'uscc' });

    const [document] = await rows(
      'SELECT leaf FROM documents WHERE cert_id = $1',
      Buffer.from(certId, 'hex'),
    );
    const leaf = decodeLeaf(document!['leaf'] as Buffer);
    expect(Buffer.from(leaf.certId).toString('hex')).toBe(certId);
    expect(Buffer.from(leaf.qr!)).toEqual(Buffer.from(await qrDigest(await issuing.qr(zhejiang, certId))));
    expect(Buffer.from(leaf.credential!)).toEqual(Buffer.from(await credentialDigest(credential.jwt)));
    const served = await issuing.pdf(zhejiang, certId);
    expect(served.receipt).toBe('pending');
    expect(Buffer.from(served.pdf).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('issues its good rows and reports the bad ones, or issues nothing, as asked', async () => {
    const csv = licences(next, next + 3).replace('2020-01-02', '2020-02-30');
    const skipped = await issued(await submit(csv));
    expect(skipped).toMatchObject({ state: 'issued', rows: 3, bad: 1, issued: 2 });
    const problems = await all(issuing.problems(zhejiang, skipped.id));
    expect(problems).toMatchObject([
      { line: 2, field: 'establishedOn', column: 'establishedOn', code: 'DATE_WRONG' },
    ]);

    const other = licences(next + 10, next + 13).replace('2020-01-02', '');
    const refused = await submit(other, { mode: 'all-or-nothing' });
    expect(refused).toMatchObject({ state: 'refused', refusal: 'ROWS_WRONG', issued: 0 });
    expect(await rows('SELECT FROM applications WHERE batch = $1', refused.id)).toEqual([]);
  });

  it('does not issue what is issued already', async () => {
    await issued(await submit(licences(next, next + 2)));
    const again = await issued(await submit(licences(next + 1, next + 3)));
    expect(again).toMatchObject({ bad: 1, issued: 1 });
    const [problem] = await all(issuing.problems(zhejiang, again.id));
    expect(problem).toMatchObject({ line: 2, field: 'uscc', code: 'ALREADY_ISSUED' });
  });

  it('that races another for the same subjects issues each once', async () => {
    const batches = await Promise.all([1, 2, 3].map(() => submit(licences(next, next + 100))));
    const ended = await Promise.all(batches.map(issued));
    expect(ended.reduce((sum, { issued: n }) => sum + n, 0)).toBe(100);
    expect(ended.reduce((sum, { bad }) => sum + bad, 0)).toBe(200);
  });

  it('holds nothing readable of a person in any column', async () => {
    const csv = licences(next, next + 2).replaceAll('李示例', '敏感示例人');
    const bad = csv.replace('2020-01-02', '敏感日');
    await issued(await submit(bad));
    for (const secret of ['敏感', Buffer.from('敏感').toString('hex'), licence(next + 1)['uscc']!]) {
      for (const table of [
        'applications',
        'certificates',
        'documents',
        'row_problems',
        'holders',
        'outbox',
        'batches',
      ]) {
        const found = await rows(
          `SELECT count(*)::int AS n FROM ${table} t WHERE position($1 IN t::text) > 0`,
          secret,
        );
        expect([table, found]).toEqual([table, [{ n: 0 }]]);
      }
    }
  });
});

describe('an Idempotency-Key', () => {
  it('never issues twice, however often and concurrently it is sent', async () => {
    const csv = licences(next, next + 5);
    const batches = await Promise.all([1, 2, 3, 4].map(() => submit(csv, { idempotencyKey: `k${next}` })));
    expect(new Set(batches.map(({ id }) => id)).size).toBe(1);
    await issued(batches[0]!);
    expect((await submit(csv, { idempotencyKey: `k${next}` })).id).toBe(batches[0]!.id);
    expect(await code(submit(licences(next, next + 4), { idempotencyKey: `k${next}` }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('is free again when its upload was refused as a whole', async () => {
    expect(await code(submit('not,a,header\n1,2,3', { idempotencyKey: `k${next}` }))).toBe('UPLOAD_COLUMNS');
    const batch = await issued(await submit(licences(next, next + 1), { idempotencyKey: `k${next}` }));
    expect(batch.issued).toBe(1);
  });

  it('says of a repeat that it is one', async () => {
    const csv = licences(next, next + 1);
    expect(await submit(csv, { idempotencyKey: `k${next}` })).toMatchObject({ repeated: false });
    expect(await submit(csv, { idempotencyKey: `k${next}` })).toMatchObject({ repeated: true });
  });

  it('does not replay a refusal for ever: the request is checked anew', async () => {
    // The same subject twice: refused as long as the first one is there.
    await issued(await submit(licences(next, next + 1)));
    const request = { mode: 'all-or-nothing', idempotencyKey: `k${next}` } as const;
    const refused = await issued(await submit(licences(next, next + 1), request));
    expect(refused).toMatchObject({ issued: 0, bad: 1 });
    await issuing.forgetHolder(zhejiang, licence(next)['uscc']!, 'administrator');
    const again = await submit(licences(next, next + 1), request);
    expect(again).toMatchObject({ repeated: false });
    expect(await issued(again)).toMatchObject({ state: 'issued', issued: 1 });
  });

  it('is free again when a crash cut the upload off', async () => {
    const csv = licences(next, next + 1);
    const { id } = await submit(csv, { idempotencyKey: `k${next}`, checkOnly: true });
    // As it is while its rows come in; nobody holds its lock.
    await trial.database.query(`UPDATE batches SET state = 'receiving' WHERE id = $1`, [id]);
    const again = await submit(csv, { idempotencyKey: `k${next}`, checkOnly: true });
    expect(again.id).not.toBe(id);
    expect(await code(issuing.batch(zhejiang, id))).toBe('BATCH_UNKNOWN');
  });

  it('finds what finished just before it was looked at for being cut off', async () => {
    const csv = licences(next, next + 1);
    const request = { idempotencyKey: `k${next}`, checkOnly: true } as const;
    const { id } = await submit(csv, request);
    const becomes = (state: string) =>
      trial.database.query('UPDATE batches SET state = $2 WHERE id = $1', [id, state]);
    await becomes('receiving');
    const database: Database = {
      ...trial.database,
      // As by the first request, which ends with releasing this lock.
      tryLock: async (name) => {
        if (name.endsWith(id)) await becomes('checked');
        return trial.database.tryLock(name);
      },
    };
    const repeat = { ...by, mode: 'skip-bad', ...request } as const;
    const again = await openIssuing({ ...trial.options, database }).submitUpload(await upload(csv), repeat);
    expect(again).toMatchObject({ id, repeated: true, state: 'checked' });
    expect(await rows('SELECT FROM applications WHERE batch = $1', id)).toHaveLength(1);
  });

  it('does not lose the rows of what is discarded though it was finished', async () => {
    const { id } = await submit(licences(next, next + 1), { checkOnly: true });
    await trial.database.transaction((tx) => discardBatch(tx, id));
    expect(await rows('SELECT FROM applications WHERE batch = $1', id)).toHaveLength(1);
  });

  it('is free again also when clearing that away failed the first time', async () => {
    const csv = licences(next, next + 1);
    const request = { idempotencyKey: `k${next}`, checkOnly: true };
    const { id } = await submit(csv, request);
    await trial.database.query(`UPDATE batches SET state = 'receiving' WHERE id = $1`, [id]);
    await trial.database.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`);
    await trial.database.query('CREATE TRIGGER fails BEFORE DELETE ON applications EXECUTE FUNCTION fail()');
    await expect(submit(csv, request)).rejects.toThrow();
    await expect(sweepReceiving(trial.options)).rejects.toThrow();
    await trial.database.query('DROP FUNCTION fail CASCADE');
    await sweepReceiving(trial.options);
    expect(await issuing.batch(zhejiang, id)).toMatchObject({ state: 'refused', refusal: 'UPLOAD_CUT_OFF' });
    expect(await submit(csv, request)).toMatchObject({ repeated: false, state: 'checked' });
  });
});

describe('one application', () => {
  const apply = (n: number, more: object = {}): Promise<Batch> =>
    issuing.submitApplication({
      ...by,
      fields: licence(n),
      validFrom: '2026-01-01',
      validUntil: '',
      ...more,
    });

  it('is issued, or refused with its problems and no value', async () => {
    expect(await issued(await apply(next))).toMatchObject({ state: 'issued', issued: 1, source: 'single' });
    const wrong = apply(next + 1, { fields: { ...licence(next + 1), uscc: '913301000000000000' } });
    await expect(wrong).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    const said = JSON.stringify(
      await wrong.catch((error: unknown) => (error as { details: unknown }).details),
    );
    expect(said).toContain('USCC_WRONG');
    expect(said).not.toContain('913301000000000000');
  });

  it('does not wait in a circle with a batch that is refused as a whole', async () => {
    const { database } = trial;
    const checked = await submit(licences(next, next + 2), { mode: 'all-or-nothing', checkOnly: true });
    await issued(await submit(licences(next, next + 1)));
    const isWaiting = async (waiting: number): Promise<boolean> => {
      const found = await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'`,
      );
      return found.rowCount === waiting;
    };
    let settled = false;
    const both = await database.transaction(async (tx) => {
      // Stops the refusal between what it has claimed and what it deletes.
      await tx.query('SELECT FROM batch_keys WHERE batch = $1 FOR UPDATE', [checked.id]);
      const refusal = issuing.submitBatch(zhejiang, checked.id, 'operator-1');
      await expect.poll(() => isWaiting(1), { timeout: 20_000 }).toBe(true);
      const one = apply(next + 1);
      const settle = (): boolean => (settled = true);
      one.then(settle, settle);
      await expect.poll(async () => settled || (await isWaiting(2)), { timeout: 20_000 }).toBe(true);
      return [refusal, one];
    });
    const [refused, taken] = await Promise.all(both);
    expect(refused).toMatchObject({ state: 'refused', bad: 1 });
    expect(await issued(taken!)).toMatchObject({ state: 'issued' });
  });

  it('names no authority but its issuer, or one that it is allowed', async () => {
    const fields = { ...licence(next), authority: '北京市示例市场监督管理局' };
    await expect(apply(next, { fields })).rejects.toMatchObject({
      details: { problems: [{ field: 'authority', code: 'AUTHORITY_FOREIGN' }] },
    });
    await trial.database.query('UPDATE issuers SET authorities = $1', [[fields.authority]]);
    try {
      expect(await issued(await apply(next, { fields }))).toMatchObject({ state: 'issued', issued: 1 });
    } finally {
      await trial.database.query(`UPDATE issuers SET authorities = '{}'`);
    }
  });

  it('that renews keeps the serial, raises the version and supersedes in one outbox item', async () => {
    await issued(await apply(next));
    const [old] = await issuing.certificates({ issuer: zhejiang, holderNumber: licence(next)['uscc']! });
    const renews = Buffer.from(old!.certId, 'hex');
    const fields = { ...licence(next), address: '浙江省示例市新路2号' };
    const batch = await issued(await apply(next, { fields, renews }));
    const [renewed] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    const [was, is] = [parseIdentifier(old!.identifier), parseIdentifier(renewed!.identifier)];
    expect([is.serial, is.version]).toEqual([was.serial, '002']);
    expect((await issuing.certificate(zhejiang, old!.certId)).state).toBe('superseded');
    const items = await rows(
      `SELECT o.leaf IS NOT NULL AS leaf, c.state, encode(c.cert_id, 'hex') AS cert, encode(c.by_cert, 'hex') AS by
       FROM outbox o JOIN status_changes c ON c.id = o.change WHERE o.batch = $1`,
      batch.id,
    );
    expect(items).toEqual([{ leaf: true, state: 'superseded', cert: old!.certId, by: renewed!.certId }]);
    // What is superseded cannot be renewed again.
    expect(await issued(await apply(next, { fields, renews }))).toMatchObject({ issued: 0, bad: 1 });
  });

  it('that renews from a day to come waits for it, through what may happen to the old one meanwhile', async () => {
    const validFrom = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString().slice(0, 10);
    const renewal = async (n: number) => {
      await issued(await apply(n));
      const [old] = await issuing.certificates({ issuer: zhejiang, holderNumber: licence(n)['uscc']! });
      const certId = Buffer.from(old!.certId, 'hex');
      const batch = await issued(await apply(n, { renews: certId, validFrom }));
      const [renewed] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
      const becomes = async (state: RequestedState) => {
        const reason = 'unspecified';
        const change = { issuer: zhejiang, certId, state, reason, submittedBy: 'operator-1' } as const;
        await requestChange(trial.options, change);
        const { state: now, pending } = await issuing.certificate(zhejiang, old!.certId);
        return { state: now, pending };
      };
      return { old: old!, pending: { by: renewed!.certId, from: validFrom }, becomes };
    };
    const one = await renewal(next);
    expect(await issuing.certificate(zhejiang, one.old.certId)).toMatchObject({
      state: 'issued',
      pending: one.pending,
    });
    expect(await one.becomes('suspended')).toEqual({ state: 'suspended', pending: one.pending });
    expect(await one.becomes('reinstated')).toEqual({ state: 'issued', pending: one.pending });
    expect(await one.becomes('withdrawn')).toEqual({ state: 'issued', pending: null });
    const other = await renewal(next + 1);
    expect(await other.becomes('revoked')).toEqual({ state: 'revoked', pending: null });
  });
});

describe('a purpose-limited copy', () => {
  const today = (): string => dateAt(Date.now());
  const copyOf = (certId: string, more: object = {}): Promise<Batch> =>
    issuing.submitCopy({
      issuer: zhejiang,
      submittedBy: 'operator-1',
      original: Buffer.from(certId, 'hex'),
      purpose: '办理开户',
      user: '示例银行',
      validUntil: today(),
      ...more,
    });
  const original = async (): Promise<string> => {
    const batch = await issued(await submit(licences(next, next + 1)));
    return (await issuing.certificates({ issuer: zhejiang, batch: batch.id }))[0]!.certId;
  };

  it('has a certId, serial, leaf and days of its own, and names its original', async () => {
    const certId = await original();
    const batch = await issued(await copyOf(certId, { idempotencyKey: `copy${next}` }));
    expect((await copyOf(certId, { idempotencyKey: `copy${next}` })).id).toBe(batch.id);
    expect(await code(copyOf(certId, { idempotencyKey: `copy${next}`, user: '另一银行' }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    // Though there can be no new copy of what has ended.
    await trial.database.query(`UPDATE certificates SET state = 'suspended' WHERE cert_id = $1`, [
      Buffer.from(certId, 'hex'),
    ]);
    expect(await code(copyOf(certId))).toBe('NOT_COPYABLE');
    expect(await copyOf(certId, { idempotencyKey: `copy${next}` })).toMatchObject({
      id: batch.id,
      repeated: true,
    });
    await trial.database.query(`UPDATE certificates SET state = 'issued' WHERE cert_id = $1`, [
      Buffer.from(certId, 'hex'),
    ]);
    const [copy] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    const first = await issuing.certificate(zhejiang, certId);
    expect(copy).toMatchObject({ copyOf: certId, validFrom: today(), validUntil: today(), state: 'issued' });
    expect(first).toMatchObject({ copyOf: null, state: 'issued' });
    expect(parseIdentifier(copy!.identifier).serial).not.toBe(parseIdentifier(first.identifier).serial);

    const limits = { of: new Uint8Array(Buffer.from(certId, 'hex')), purpose: '办理开户', user: '示例银行' };
    const credential = await parseCredential(await issuing.credential(zhejiang, copy!.certId));
    expect(credential.copy).toEqual(limits);
    expect(credential.fields).toEqual(licence(next));
    const { claims } = parseQr(await issuing.qr(zhejiang, copy!.certId));
    expect({ ...claims.copy, of: new Uint8Array(claims.copy!.of) }).toEqual(limits);
    const [{ n } = { n: 0 }] = await rows('SELECT count(*)::int AS n FROM outbox WHERE batch = $1', batch.id);
    expect(n).toBe(1);
    const svg = Buffer.from(await issuing.picture(zhejiang, copy!.certId, { as: 'svg' })).toString();
    expect(svg).not.toBe(Buffer.from(await issuing.picture(zhejiang, certId, { as: 'svg' })).toString());

    // The original is still the subject's one current certificate; a copy is not renewed.
    expect(await issued(await submit(licences(next, next + 1)))).toMatchObject({ issued: 0, bad: 1 });
    const renewal = { ...by, fields: licence(next), validFrom: '2026-01-01', validUntil: '' };
    const renews = Buffer.from(copy!.certId, 'hex');
    const refused = await issued(await issuing.submitApplication({ ...renewal, renews }));
    expect(await all(issuing.problems(zhejiang, refused.id))).toMatchObject([{ code: 'NOT_RENEWABLE' }]);
  });

  it.each([
    ['purpose', { purpose: ' ' }, 'REQUIRED'],
    ['purpose', { purpose: 'x'.repeat(61) }, 'TOO_LONG'],
    ['user', { user: '示例\u202e银行' }, 'CHARACTER_REFUSED'],
    ['user', { user: '示例\u{13000}' }, 'NO_GLYPH'],
    ['validUntil', { validUntil: '2020-01-01' }, 'OUT_OF_RANGE'],
    ['validUntil', { validUntil: '2026-02-30' }, 'DATE_WRONG'],
  ])('whose %s is %j is refused: %s', async (field, change, problem) => {
    await expect(copyOf(await original(), change)).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
      details: { problems: [{ field, code: problem }] },
    });
  });

  it('is refused once its original ended, even while it waited', async () => {
    const certId = await original();
    await trial.database.query('UPDATE issuers SET four_eyes = true');
    try {
      const waiting = await copyOf(certId);
      expect(waiting.state).toBe('submitted');
      await trial.database.query(`UPDATE certificates SET state = 'revoked' WHERE cert_id = $1`, [
        Buffer.from(certId, 'hex'),
      ]);
      await issuing.approveBatch(zhejiang, waiting.id, 'approver-1');
      expect(await issued(waiting)).toMatchObject({ issued: 0, bad: 1 });
      expect(await all(issuing.problems(zhejiang, waiting.id))).toMatchObject([{ code: 'NOT_COPYABLE' }]);
      expect(await code(copyOf(certId))).toBe('NOT_COPYABLE');
      expect(await code(copyOf('00'.repeat(16)))).toBe('CERTIFICATE_UNKNOWN');
    } finally {
      await trial.database.query('UPDATE issuers SET four_eyes = false');
    }
  });
});

describe('a photo', () => {
  /** GB 11643's check character, by the weights of ISO 7064 MOD 11-2. */
  const idNumber = (n: number): string => {
    const body = `33019919900101${String(n % 500).padStart(2, '0')}1`.slice(0, 17);
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    return body + '10X98765432'.charAt(weights.reduce((sum, w, i) => sum + w * Number(body[i]), 0) % 11);
  };
  const chunk = (kind: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  /** 2 by 3 pixels of grey (PNG, W3C 2003). */
  const png = (bits: number): Buffer =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 3, bits, 0, 0, 0, 0])),
      chunk('IDAT', deflateSync(Buffer.alloc(9, 0))),
      chunk('IEND', Buffer.alloc(0)),
    ]);

  it('comes by ZIP, is bound by the credential and kept encrypted; one that cannot be placed is refused', async () => {
    const columns = 'name,sex,ethnicity,birthDate,address,idNumber,authority,photo,validFrom';
    const person = (n: number, photo: string): string =>
      `示例人,男,汉,1990-01-01,示例路,${idNumber(n)},${trial.issuer.name},${photo},2026-01-01`;
    const file = await receiveUpload(
      Readable.from([
        zip([
          {
            name: 'a.csv',
            body: Buffer.from([columns, person(10, '1.png'), person(20, '2.png')].join('\n')),
          },
          { name: '1.png', body: png(8) },
          { name: '2.png', body: png(16) },
        ]),
      ]),
    );
    const batch = await issued(
      await issuing.submitUpload(file, { ...by, type: 'resident-id', mode: 'skip-bad' }),
    );
    await file.close();
    expect(await all(issuing.problems(zhejiang, batch.id))).toMatchObject([
      { line: 3, code: 'PHOTO_REFUSED' },
    ]);
    const [certificate] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    const credential = await parseCredential(await issuing.credential(zhejiang, certificate!.certId));
    expect(credential.fields['photo']).toBe(createHash('sha256').update(png(8)).digest('hex'));
    const [photo] = await rows('SELECT image FROM photos');
    expect((photo!['image'] as Buffer).includes(png(8).subarray(0, 16))).toBe(false);
  });

  it('pages through those of some days, two at a time, and misses none', async () => {
    const all = await issuing.certificates({ issuer: zhejiang, limit: 1000 });
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const days = { issuer: zhejiang, issuedFrom: '2020-01-01', limit: 2 };
      const page = await issuing.certificates({ ...days, ...(after !== undefined && { after }) });
      paged.push(...page.map(({ certId }) => certId));
      after = page.at(-1)?.certId;
    } while (after !== undefined);
    expect(all.length).toBeGreaterThan(2);
    expect(paged.sort()).toEqual(all.map(({ certId }) => certId).sort());
  });
});

describe('a holder who is deleted', () => {
  it('leaves certId and hashes, and nothing that can be read', async () => {
    const batch = await issued(await submit(licences(next, next + 1)));
    const [certificate] = await issuing.certificates({ issuer: zhejiang, batch: batch.id });
    // By the whole name, however it is spaced, and by no part of it.
    const named = (holderName: string) => issuing.certificates({ issuer: zhejiang, holderName });
    const name = licence(next)['name']!;
    expect(await named(` ${name.replace('示例', '示 例')}`)).toMatchObject([{ certId: certificate!.certId }]);
    expect(await named(name.slice(0, -1))).toEqual([]);
    expect(await issuing.forgetHolder(zhejiang, licence(next)['uscc']!, 'administrator')).toBe(true);
    expect(await named(name)).toEqual([]);
    expect(await code(issuing.openCertificate(zhejiang, certificate!.certId))).toBe('HOLDER_FORGOTTEN');
    expect(await code(issuing.pdf(zhejiang, certificate!.certId))).toBe('HOLDER_FORGOTTEN');
    expect(await issuing.certificates({ issuer: zhejiang, holderNumber: licence(next)['uscc']! })).toEqual(
      [],
    );
    const [left] = await rows(
      'SELECT pdf, leaf FROM documents WHERE cert_id = $1',
      Buffer.from(certificate!.certId, 'hex'),
    );
    expect(left!['pdf']).toBeNull();
    expect(left!['leaf']).toBeInstanceOf(Buffer);
  });
});

describe('four eyes', () => {
  it('nothing is issued before a second person approves', async () => {
    await trial.database.query('UPDATE issuers SET four_eyes = true');
    try {
      const batch = await submit(licences(next, next + 2));
      expect(batch.state).toBe('submitted');
      expect(await code(issuing.approveBatch(zhejiang, batch.id, 'operator-1'))).toBe(
        'APPROVER_IS_SUBMITTER',
      );
      await issuing.approveBatch(zhejiang, batch.id, 'approver-1');
      expect(await issued(batch)).toMatchObject({ issued: 2, approvedBy: 'approver-1' });
      expect(await code(issuing.approveBatch(zhejiang, batch.id, 'approver-2'))).toBe(
        'NOT_WAITING_FOR_APPROVAL',
      );
      const other = await submit(licences(next + 5, next + 6));
      expect(await issuing.rejectBatch(zhejiang, other.id, 'approver-1')).toMatchObject({
        state: 'refused',
        refusal: 'REJECTED',
      });
    } finally {
      await trial.database.query('UPDATE issuers SET four_eyes = false');
    }
  });
});

describe('a replica that dies', () => {
  it('leaves its rows to another, which nobody tells of it', async () => {
    const { id } = await submit(licences(next, next + 2), { checkOnly: true });
    const transaction = vi.spyOn(trial.database, 'transaction');
    const other = openDatabase({ url: trial.postgres.url });
    const died = new Error('it dies');
    const work = other.transaction(async (held) => {
      await held.query('SELECT FROM applications WHERE batch = $1 FOR UPDATE', [id]);
      await issuing.submitBatch(zhejiang, id, 'operator-1');
      const looks = transaction.mock.calls.length;
      // Long after it was told that there is something to do, it still looks.
      await expect.poll(() => transaction.mock.calls.length).toBeGreaterThan(looks + 12);
      throw died;
    });
    await expect(work).rejects.toBe(died);
    await other.close();
    transaction.mockRestore();
    const batch = await issuing.batch(zhejiang, id);
    expect(await issued(batch)).toMatchObject({ state: 'issued', issued: 2 });
  });
});

describe('a replica that died while it received a file', () => {
  it('leaves it to another that goes on: it is said to be cut off', async () => {
    const other = new AbortController();
    const goesOn = openIssuing({ ...trial.options, sweepEvery: 20 }).run(other.signal);
    // The first may be found when it begins.
    for (const first of [next, next + 2]) {
      const { id } = await submit(licences(first, first + 2), { checkOnly: true });
      // As it is while rows come in; nobody holds its lock.
      await rows(`UPDATE batches SET state = 'receiving' WHERE id = $1`, id);
      const state = async (): Promise<unknown> => {
        const { state: now, refusal } = await issuing.batch(zhejiang, id);
        return [now, refusal];
      };
      await expect.poll(state).toEqual(['refused', 'UPLOAD_CUT_OFF']);
    }
    other.abort();
    await goesOn;
  });
});

describe('PostgreSQL gone and back', () => {
  it('a batch under way is finished, each certificate once, without a restart', async () => {
    const { port } = trial.postgres;
    const batch = await submit(licences(next, next + 300));
    for await (const now of issuing.watch(zhejiang, batch.id, never)) {
      if (now.issued > 0) break;
    }
    await trial.postgres.close();
    expect(await code(issuing.batch(zhejiang, batch.id))).toBe('DATABASE_UNAVAILABLE');
    const postgres = await startEmbeddedPostgres({
      dir: join(trial.folder, 'postgres'),
      port,
      throwAway: true,
    });
    trial = { ...trial, postgres };
    expect(await issued(batch)).toMatchObject({ issued: 300, bad: 0 });
    const certificates = await issuing.certificates({ issuer: zhejiang, batch: batch.id, limit: 1000 });
    expect(new Set(certificates.map(({ line }) => line)).size).toBe(300);
    trial.troubles.length = 0;
  });
});
