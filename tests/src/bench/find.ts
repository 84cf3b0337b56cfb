import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holderLookup, listCertificates, nameLookup } from '@certbridge/service/certificates/issuing';
import type { CertificateQuery } from '@certbridge/service/certificates/issuing';
import { openProtection } from '@certbridge/service/people/personal-data';
import { migrate, openDatabase, startEmbeddedPostgres } from '@certbridge/service/platform/database';
import type { Database } from '@certbridge/service/platform/database';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

/** Certificates, unless CERTBRIDGE_BENCH_ROWS says otherwise: as many as the issue asks an answer of in a second. */
const ROWS = Number(process.env['CERTBRIDGE_BENCH_ROWS'] ?? 10_000_000);
const ISSUER = '113301990000100144';
const TYPES = ['111000000000131931001', '111000000000131931002'];
/** Certificates of one holder. */
const EACH = 4;
const AGAIN = 5;
/** Milliseconds that one statement of the filling may take. */
const FILLING = 3_600_000;

/** What a clerk finds certificates by; the rows are made by SQL, without PDFs. */
export async function benchFind(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  const postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres') });
  const database = openDatabase({ url: postgres.url });
  try {
    await migrate(postgres.url);
    const protection = openProtection([randomBytes(32)]);
    const filling = openDatabase({ url: postgres.url, statementTimeout: FILLING });
    await fillThenIndex(filling).finally(() => filling.close());
    const [number, name] = ['330199199001011234', '王样例'];
    await database.query('UPDATE certbridge_keys.holders SET lookup = $1 WHERE id = $2', [
      holderLookup(protection, number),
      await holderAt(database, 0.3),
    ]);
    await database.query(
      'INSERT INTO certbridge_keys.holder_names (issuer, lookup, holder) VALUES ($1, $2, $3)',
      [ISSUER, nameLookup(protection, name), await holderAt(database, 0.9)],
    );
    const figures: Figure[] = [];
    for (const [bench, query] of Object.entries(queriesOf(number, name)))
      figures.push(await measured({ database, protection }, bench, query));
    return figures;
  } finally {
    await database.close();
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const queriesOf = (
  holderNumber: string,
  holderName: string,
): Record<string, Omit<CertificateQuery, 'issuer'>> => ({
  'by number': { holderNumber },
  'by whole name': { holderName },
  'all, first page': {},
  'of a rare type': { type: TYPES[1] ?? '' },
  revoked: { state: 'revoked' },
  'in force': { state: 'issued' },
  'of one day': { issuedFrom: '2026-03-01', issuedUntil: '2026-03-01' },
  'of a year': { issuedFrom: '2026-01-01', issuedUntil: '2026-12-31' },
  'of a year, a page far on': {
    ...{ issuedFrom: '2026-01-01', issuedUntil: '2026-12-31' },
    after: createHash('md5')
      .update(`c${Math.floor(ROWS * 0.95)}`)
      .digest('hex'),
  },
  'of a submitter with few': { submittedBy: 'rare' },
  'revoked, of a type, in a month': {
    ...{ state: 'revoked', type: TYPES[0] ?? '' },
    ...{ issuedFrom: '2026-05-01', issuedUntil: '2026-05-31' },
  },
});

/** Indexes are built when all rows are there, in a tenth of the time. */
async function fillThenIndex(database: Database): Promise<void> {
  const { rows } = await database.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = 'certificates'::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
  );
  for (const { name } of rows) await database.query(`DROP INDEX ${name}`);
  progress(`${ROWS.toLocaleString('en')} certificates are made by SQL`);
  await fill(database);
  progress('their indexes are built');
  for (const { definition } of rows) await database.query(definition);
  await database.query('ANALYZE');
}

/** One department's: a rare type and a rare submitter a ten-thousandth each, every thousandth revoked. */
async function fill(database: Database): Promise<void> {
  const holders = Math.ceil(ROWS / EACH);
  await database.query(
    `INSERT INTO issuers (code, name, msp_id, types, document_kid, qr_kid, credential_kid, registered)
     VALUES ($1, '示例市公安局', 'ZhejiangMSP', $2, '', '', '', true)`,
    [ISSUER, TYPES],
  );
  await database.query(
    `INSERT INTO batches (id, issuer, type, type_version, source, mode, state, submitted_by)
     VALUES (gen_random_uuid(), $1, $2, 1, 'csv', 'skip-bad', 'issued', 'usual')`,
    [ISSUER, TYPES[0]],
  );
  await database.query(
    `INSERT INTO certbridge_keys.holders (id, issuer, lookup, wrapped_key)
     SELECT md5('h' || n)::uuid, $1, sha256(('h' || n)::bytea), '' FROM generate_series(1, $2::int) n`,
    [ISSUER, holders],
  );
  await database.query(
    `INSERT INTO certbridge_keys.holder_names (issuer, lookup, holder)
     SELECT $1, sha256(('n' || n % 300000)::bytea), md5('h' || n)::uuid FROM generate_series(1, $2::int) n`,
    [ISSUER, holders],
  );
  await database.query(
    `INSERT INTO certificates (cert_id, issuer, issuer_name, type, type_version, layout, identifier, serial, version,
       batch, line, holder, is_current, state, issued_on, valid_from, keys, submitted_by)
     SELECT decode(md5('c' || n), 'hex'), $1, '示例市公安局', CASE WHEN n % 10000 = 7 THEN $3 ELSE $2 END, 1, 1,
       '1.2.156.3005.2.' || lpad(n::text, 9, '0'), lpad(n::text, 9, '0'), 1, (SELECT id FROM batches), n,
       md5('h' || (1 + n / $4::int))::uuid, false, CASE WHEN n % 1000 = 5 THEN 'revoked' ELSE 'issued' END,
       date '2020-01-01' + (n::bigint * 2500 / $5::int)::int, date '2020-01-01', '{}',
       CASE WHEN n % 10000 = 9 THEN 'rare' ELSE 'usual' END
     FROM generate_series(1, $5::int) n`,
    [ISSUER, TYPES[0], TYPES[1], EACH, ROWS],
  );
}

async function holderAt(database: Database, part: number): Promise<string> {
  const { rows } = await database.query<{ id: string }>(`SELECT md5('h' || $1::int)::uuid AS id`, [
    Math.floor((ROWS / EACH) * part),
  ]);
  return rows[0]?.id ?? '';
}

interface Parts {
  readonly database: Database;
  readonly protection: ReturnType<typeof openProtection>;
}

async function measured(
  { database, protection }: Parts,
  bench: string,
  query: Omit<CertificateQuery, 'issuer'>,
): Promise<Figure> {
  let statement: readonly [string, readonly unknown[]] | undefined;
  const watched: Database = Object.create(database, {
    query: {
      value: (text: string, values: unknown[] = []) => {
        statement = [text, values];
        return database.query(text, values);
      },
    },
  }) as Database;
  const run = () => listCertificates({ database: watched, protection }, { issuer: ISSUER, ...query });
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n < AGAIN; n += 1) {
    const started = performance.now();
    found = (await run()).length;
    times.push(performance.now() - started);
  }
  const [text, values] = statement ?? ['SELECT 1', []];
  const { rows } = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...values]);
  const scans = rows.map((row) => row['QUERY PLAN']).filter((line) => /Scan/.test(line));
  return {
    bench: `find ${bench}`,
    value: Math.max(...times),
    unit: 'ms',
    note: `${found} of ${ROWS.toLocaleString('en')}; ${scans.map((line) => line.replace(/^[\s>-]+|\s+\(cost.*$/g, '')).join('; ')}`,
  };
}
