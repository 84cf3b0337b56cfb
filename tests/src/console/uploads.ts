import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { expect } from 'vitest';
import { manyPermits } from '../samples/many-permits.js';
import type { DepartmentAtWork } from './department-at-work.js';
import { findings } from './looks.js';

const TUS = { 'tus-resumable': '1.0.0' };
const PIECE = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const SENT = { method: 'PATCH', body: '姓名\n' };

/** tus-js-client, which knows nothing of this service. */
export async function anyClientUploads(department: DepartmentAtWork): Promise<void> {
  const { url } = department.bridge;
  const endpoint = `${url}/api/v1/issuers/${department.issuer}/uploads`;
  const authorization = `Bearer ${await department.bridge.token('operator')}`;
  const content = Buffer.from(manyPermits(90));
  const offsets: number[] = [];
  const file = await new Promise<string>((resolve, reject) => {
    const sending = new Upload(content, {
      ...{ endpoint, headers: { authorization }, chunkSize: 10_000, retryDelays: null },
      onError: reject,
      onChunkComplete: (_, accepted) => {
        offsets.push(accepted);
        // As if the network were gone: it asks how far it is, and goes on from there.
        if (offsets.length === 1) void sending.abort().then(() => sending.start());
      },
      onSuccess: () => resolve(sending.url ?? ''),
    });
    sending.start();
  });
  expect(offsets[0]).toBe(10_000);
  expect(offsets.at(-1)).toBe(content.length);
  expect(new Set(offsets).size).toBe(offsets.length);

  const ask = (path: string, init: RequestInit, token = authorization): Promise<Response> =>
    fetch(path, { ...init, headers: { ...init.headers, authorization: token } });
  const check = (of: string): Promise<Response> =>
    ask(`${of}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'residence-permit', until: 'checked' }),
    });
  const made = (await (await check(file)).json()) as { id: string; rows: number; bad: number };
  expect(made).toMatchObject({ rows: 90, bad: 0 });
  // An answer that was lost is asked for again.
  const again = await check(file);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(await again.json()).toMatchObject({ id: made.id });
  expect((await ask(file, { ...SENT, headers: { ...PIECE, 'upload-offset': '0' } })).status).toBe(409);
  await department.call(
    'operator',
    'POST',
    `/api/v1/issuers/${department.issuer}/batches/${made.id}/withdrawal`,
    {},
  );

  const begun = await ask(endpoint, { method: 'POST', headers: { ...TUS, 'upload-length': '7' } });
  const other = url + (begun.headers.get('location') ?? '');
  expect(await (await check(other)).json()).toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
  const refused = async (path: string, init: RequestInit, token?: string): Promise<unknown[]> => {
    const answer = await ask(path, init, token);
    expect(answer.headers.get('tus-resumable')).toBe('1.0.0');
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  const at = (offset: number): Record<string, string> => ({ ...PIECE, 'upload-offset': String(offset) });
  const large = { ...TUS, 'upload-length': '999999999999' };
  const old = { ...at(0), 'tus-resumable': '0.2.2' };
  for (const [path, init, status, code] of [
    [endpoint, { method: 'POST', headers: large }, 413, 'UPLOAD_TOO_LARGE'],
    [endpoint, { method: 'POST', headers: TUS }, 400, 'REQUEST_INVALID'],
    [other, { ...SENT, headers: old }, 412, 'TUS_VERSION'],
    [other, { ...SENT, headers: at(1) }, 409, 'UPLOAD_OFFSET'],
    [other, { ...SENT, body: 'eight by', headers: at(0) }, 400, 'UPLOAD_LENGTH'],
  ] as const)
    expect(await refused(path, init)).toEqual([status, code]);
  // Nobody goes on with another's.
  const { people, sessions } = department.bridge.service;
  const { id: person } = await people.identify({
    ...{ issuer: 'urn:test', subject: 'second-operator' },
    claims: { roles: ['operator'], issuers: '*', types: '*' },
  });
  const { token } = await sessions.begin({ person }, { via: 'browser', authenticatedAt: new Date() });
  expect(await refused(other, { ...SENT, headers: at(0) }, `Bearer ${token}`)).toEqual([
    404,
    'UPLOAD_UNKNOWN',
  ]);

  await Upload.terminate(other, { headers: { authorization } });
  expect(await refused(other, {})).toEqual([404, 'UPLOAD_UNKNOWN']);

  // Of what one person leaves unfinished three are kept: a fourth takes the place of the first.
  const left: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const another = await ask(endpoint, { method: 'POST', headers: { ...TUS, 'upload-length': '7' } });
    left.push(url + (another.headers.get('location') ?? ''));
  }
  const kept = await Promise.all(left.map(async (one) => (await ask(one, { method: 'HEAD' })).status));
  expect(kept).toEqual([404, 200, 200, 200]);
}

/** Bytes that arrive before the network is gone. */
const ARRIVED = 100_000;

/** A clerk's file on a network that goes away in its middle, in a browser that is closed. */
export async function resumesUpload(department: DepartmentAtWork): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-upload-'));
  const path = join(folder, '居住证.csv');
  const content = Buffer.from(manyPermits(500));
  await writeFile(path, content);
  const address = `${department.issuer}/batches/new`;
  const { visitor, page } = await department.arrive('经办', address);
  await page.getByLabel('证照类型').selectOption('居住证');
  let isConnected = true;
  await page.route('**/uploads/*', (route) => {
    if (!isConnected) return route.abort('internetdisconnected');
    if (route.request().method() !== 'PATCH') return route.continue();
    isConnected = false;
    return route.continue({ postData: content.subarray(0, ARRIVED) });
  });
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByText('连上后自动从断点继续').waitFor();
  expect(await findings(page, 'upload-cut-off')).toEqual([]);
  await page.close();
  const { database } = department.bridge.service;
  const { rows: pieces } = await database.query<{ bytes: Buffer }>('SELECT bytes FROM unfinished_pieces');
  expect(pieces.length).toBeGreaterThan(0);
  for (const { bytes } of pieces) expect(bytes.includes('示例')).toBe(false);

  const next = await visitor.open(`${department.bridge.url}/console/${address}`);
  await next.getByText('再选同一个文件，从断点继续').waitFor();
  expect(await findings(next, 'upload-unfinished')).toEqual([]);
  // Not by its name, which may be somebody's.
  expect(await next.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('居住证.csv');
  const going = next.waitForRequest((request) => request.method() === 'PATCH');
  await next.locator('input[type=file]').setInputFiles(path);
  expect((await going).headers()['upload-offset']).toBe(String(ARRIVED));
  await next.getByText('共500行，全部可以签发。').waitFor();
  expect((await database.query('SELECT FROM unfinished_pieces')).rowCount).toBe(0);
  await next.getByRole('button', { name: '撤回' }).click();
  await next.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
  await next.getByText('已撤回', { exact: true }).waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
  await rm(folder, { recursive: true });
}

/** A file that a spreadsheet saves again while it is on its way: waiting for the network would never end. */
export async function tellsOfChangedFile(department: DepartmentAtWork): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-upload-'));
  const path = join(folder, '居住证.csv');
  const content = Buffer.from(manyPermits(500));
  await writeFile(path, content);
  const { visitor, page } = await department.arrive('经办', `${department.issuer}/batches/new`);
  await page.getByLabel('证照类型').selectOption('居住证');
  let isConnected = true;
  await page.route('**/uploads/*', (route) =>
    isConnected ? route.continue() : route.abort('internetdisconnected'),
  );
  await page.route('**/uploads', (route) => {
    isConnected = false;
    return route.continue();
  });
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByText('连上后自动从断点继续').waitFor();
  await writeFile(path, `${content.toString()}\n`);
  isConnected = true;
  await page.getByText('文件在选中之后被改动').waitFor();
  await visitor.leave();
  await rm(folder, { recursive: true });
}
