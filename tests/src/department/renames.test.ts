import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inRepository } from '../packages.js';
import { Office } from './office.js';

const type = ['--type', 'residence-permit'];
const after = '浙江省示例市公安与移民局';

let office: Office;
let issuer: { code: string; name: string; mspId: string; types: string[] };
beforeAll(async () => {
  office = await Office.open();
  const { database, types } = office.bridge.service;
  const { rows } = await database.query<typeof issuer>(
    'SELECT code, name, msp_id AS "mspId", types FROM issuers WHERE $1 = ANY(types)',
    [types.newest('residence-permit').code],
  );
  [issuer] = rows as [typeof issuer];
});
afterAll(() => office.close());

const path = (name: string): string => join(office.folder, name);
const said = (...args: string[]): ReturnType<Office['certbridge']> => office.certbridge('operator', args);

/** Issues the sample's row and fetches it as PDF and picture. */
async function issued(row: number): Promise<{ identifier: string; pdf: Buffer; png: Buffer }> {
  const [header = '', ...rows] = (
    await readFile(inRepository('samples', 'residence-permit.csv'), 'utf8')
  ).split('\n');
  const authority = header.split(',').indexOf('签发机关');
  const without = (line: string): string => line.split(',').toSpliced(authority, 1).join(',');
  const file = path(`${row}.csv`);
  await writeFile(file, `${without(header)}\n${without(rows[row] ?? '')}\n`);
  const { out } = await said('issue', file, ...type, '--out', path(String(row)));
  expect(out).toMatch(/已签发 1，未签发 0/);
  const { certificates } = (await (
    await fetch(`${office.bridge.url}/api/v1/issuers/${issuer.code}/certificates`, {
      headers: { authorization: `Bearer ${await office.token('operator')}` },
    })
  ).json()) as { certificates: { identifier: string }[] };
  const { identifier = '' } = certificates.at(-1) ?? {};
  for (const ending of ['pdf', 'png'])
    expect((await said('fetch', identifier, '--out', path(`${row}.${ending}`), '--width', '1240')).code).toBe(
      0,
    );
  return { identifier, pdf: await readFile(path(`${row}.pdf`)), png: await readFile(path(`${row}.png`)) };
}

const issuerIn = async (content: Uint8Array): Promise<unknown> =>
  (await office.windowSays(content)).certificate?.issuer;

it('a certificate keeps the name under which it was issued, with the present one beside it', async () => {
  const old = await issued(0);
  const { code, name } = issuer;
  expect(await issuerIn(old.pdf)).toEqual({ code, name });
  expect(await issuerIn(old.png)).toEqual({ code, name });

  const renamed = await fetch(`${office.bridge.url}/api/v1/issuers/${code}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await office.token('administrator')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name: after, mspId: issuer.mspId, types: issuer.types }),
  });
  expect(await renamed.json()).toMatchObject({ ledger: 'registered', name: after });

  const young = await issued(1);
  // By the entry's version of the registration.
  expect(await issuerIn(old.pdf)).toEqual({ code, name, nameNow: after });
  expect(await issuerIn(young.pdf)).toEqual({ code, name: after });
  // A QR code holds no proof of when it was issued.
  expect(await issuerIn(old.png)).toEqual({ code, name: after, formerNames: [name] });
  // The signature's certificate follows; the one before stays in what it signed.
  const { database, keys } = office.bridge.service;
  const { rows } = await database.query<{ kid: string }>(
    'SELECT document_kid AS kid FROM issuers WHERE code = $1',
    [code],
  );
  const [leaf = new Uint8Array()] = keys.signer(rows[0]?.kid ?? '').chain;
  expect(new X509Certificate(leaf).subject).toContain(after);
  const der = Buffer.from(leaf).toString('hex');
  expect([young.pdf.includes(der), old.pdf.includes(der)]).toEqual([true, false]);
  // The department's own books and pictures.
  expect(JSON.parse((await said('show', old.identifier)).out)).toMatchObject({
    issuerName: name,
    issuerNameNow: after,
  });
  expect((await said('fetch', old.identifier, '--out', path('again.png'), '--width', '1240')).code).toBe(0);
  expect(await readFile(path('again.png'))).toEqual(old.png);
});
