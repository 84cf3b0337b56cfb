import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Office } from '../department/office.js';
import { Permits } from '../people/permits.js';

/** Issues residence permits. */
const POLICE = '113301990000100144';
const ROWS = 30;

let office: Office;
let permits: Permits;
beforeAll(async () => {
  office = await Office.open();
  permits = await Permits.open();
});
afterAll(() => office.close());

/** A token of another operator each time: one person sends at most three files at once. */
async function operator(): Promise<string> {
  const { people, sessions } = office.bridge.service;
  const claims = { roles: ['operator'], issuers: '*', types: '*' };
  const { id } = await people.identify({ issuer: 'urn:test', subject: randomUUID(), claims });
  const begun = await sessions.begin({ person: id }, { via: 'browser', authenticatedAt: new Date() });
  return begun.token;
}

const file = (): Buffer => Buffer.from(permits.file(...Array.from({ length: ROWS }, () => permits.cells())));

/** A file on its way, of which nothing was sent yet. */
function sending(token: string, { length }: Buffer): ClientRequest {
  const path = `${office.bridge.url}/api/v1/issuers/${POLICE}/batches?type=residence-permit`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv', 'content-length': length };
  return request(path, { method: 'POST', headers });
}

interface Answer {
  readonly status: number | undefined;
  readonly body: { readonly id: string };
}

async function answerTo(sent: ClientRequest): Promise<Answer> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: (await json(answer)) as Answer['body'] };
}

it('nine files that are sent slowly hold up neither a tenth nor one another, and are all issued', async () => {
  const { issuing } = office.bridge.service;
  const tokens = [await operator(), await operator(), await operator()];
  const slow = [...tokens, ...tokens, ...tokens].map((token) => {
    const bytes = file();
    return { bytes, sent: sending(token, bytes) };
  });
  const answers = slow.map(({ sent }) => answerTo(sent));
  for (const { sent, bytes } of slow) sent.write(bytes.subarray(0, 2_000));
  const whole = file();
  const other = sending(await operator(), whole);
  const tenth = answerTo(other);
  other.end(whole);
  expect(await tenth).toMatchObject({ status: 202 });
  // Of those that have not arrived the database knows nothing.
  expect(await issuing.batches(POLICE)).toHaveLength(1);

  for (const { sent, bytes } of slow) sent.end(bytes.subarray(2_000));
  const taken = await Promise.all(answers);
  expect(taken.map(({ status }) => status)).toEqual(Array(9).fill(202));
  const ids = [...taken, await tenth].map(({ body }) => body.id);
  expect(new Set(ids).size).toBe(10);
  const ended = async (): Promise<unknown[]> =>
    (await issuing.batches(POLICE)).map(({ state, rows: read, issued, bad }) => [state, read, issued, bad]);
  await expect.poll(ended).toEqual(Array(10).fill(['issued', ROWS, ROWS, 0]));
});
