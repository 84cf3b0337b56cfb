import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { editedFile } from './edited-files.js';
import type { EditedFile } from './edited-files.js';

let office: Office;
let issuer: string;
let token: string;
beforeAll(async () => {
  // One clerk sends thousands of files in the long run, and asks after each until it is done with.
  office = await Office.open({ CERTBRIDGE_UPLOAD_QUOTA: '1000000', CERTBRIDGE_CALL_QUOTA: '1000000' });
  const { database, types } = office.bridge.service;
  const { rows } = await database.query<{ code: string }>('SELECT code FROM issuers WHERE $1 = ANY(types)', [
    types.newest('resident-id').code,
  ]);
  issuer = rows[0]?.code ?? '';
});
afterAll(() => office.close());

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly bad: number;
  readonly issued: number;
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  return fetch(`${office.bridge.url}/api/v1/issuers/${issuer}${path}`, { ...init, headers });
}

async function ended(id: string): Promise<Batch> {
  let batch: Batch | undefined;
  await expect
    .poll(
      async () => {
        batch = (await (await call(`/batches/${id}`)).json()) as Batch;
        return batch.state;
      },
      { interval: 5 },
    )
    .toMatch(/^(issued|refused|checked)$/);
  return batch!;
}

const counted = async (table: 'batches' | 'certificates'): Promise<number> => {
  const { rows } = await office.bridge.service.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table}`,
  );
  return rows[0]?.n ?? -1;
};

/** What was found how often, for whoever runs it long. */
const seen = new Map<string, number>();

async function send({ bytes, media, rows }: EditedFile, query: string): Promise<void> {
  const before = { batches: await counted('batches'), certificates: await counted('certificates') };
  const answer = await call(`/batches?type=resident-id&${query}`, {
    method: 'POST',
    headers: { 'content-type': media },
    body: Uint8Array.from(bytes),
  });
  const said = (await answer.json()) as { code?: string } & Batch;
  const outcome = said.code ?? said.state;
  if (answer.status !== 202) {
    expect([answer.status, said]).toEqual([
      422,
      expect.objectContaining({ code: expect.any(String) as string }),
    ]);
    // Nothing is kept of a file that is refused.
    expect({ batches: await counted('batches'), certificates: await counted('certificates') }).toEqual(
      before,
    );
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    return;
  }
  const batch = await ended(said.id);
  if (rows !== undefined) expect(batch.rows).toBe(rows);
  const lines = (await (await call(`/batches/${batch.id}/problems`)).text()).split('\n').filter(Boolean);
  const wrong = new Set(lines.map((line) => (JSON.parse(line) as { line: number }).line));
  expect(wrong.size).toBe(batch.bad);
  const issued = (await counted('certificates')) - before.certificates;
  expect(issued).toBe(batch.issued);
  if (batch.state === 'issued') expect(batch.issued + batch.bad).toBe(batch.rows);
  else expect(batch.issued).toBe(0);
  if (query.includes('all-or-nothing') && batch.bad > 0) expect(batch.issued).toBe(0);
  seen.set(batch.state, (seen.get(batch.state) ?? 0) + 1);
}

it('of an edited file every row is issued or refused, or nothing of it is taken; it never fails', async () => {
  const how = fc.constantFrom('mode=skip-bad', 'mode=all-or-nothing', 'until=checked');
  // Each is sent, issued and counted: a third of what other properties take.
  const numRuns = Math.ceil((fc.readConfigureGlobal().numRuns ?? 300) / 3);
  let left = 0;
  await fc.assert(
    fc.asyncProperty(editedFile, how, async (make, query) => {
      if (left-- === 0) {
        // A token lives for minutes.
        token = await office.token('operator');
        left = 50;
      }
      await send(make(), query);
    }),
    { numRuns },
  );
  // eslint-disable-next-line no-console -- what a long run found
  if (numRuns > 1000) console.log(JSON.stringify(Object.fromEntries(seen)));
  // Not everything was refused, nor taken.
  expect(seen.get('issued')).toBeGreaterThan(0);
  expect([...seen.keys()].some((outcome) => outcome.startsWith('UPLOAD_'))).toBe(true);
});
