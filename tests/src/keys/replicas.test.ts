import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getIssuer, saveIssuer } from '@certbridge/service/certificates/issuers';
import type { Issuer } from '@certbridge/service/certificates/issuers';
import { KeyStore } from '@certbridge/service/certificates/signing';
import { Office } from '../department/office.js';
import { usccOf } from '../samples/numbers.js';

let office: Office;
/** Of another replica, which shares the folder. */
let elsewhere: KeyStore;
beforeAll(async () => {
  office = await Office.open();
  elsewhere = await KeyStore.open(join(office.folder, 'data/keys'), { caBaseUrl: undefined });
});
afterAll(() => office.close());

async function ask(method: string, path: string, json: object): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${office.bridge.url}/api/v1/issuers/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await office.token('administrator')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(json),
  });
  return { status: answer.status, body: await answer.json() };
}

const wanted = (n: number): Pick<Issuer, 'name' | 'mspId' | 'types'> & { readonly code: string } => ({
  code: usccOf('11330199', `0000108${n}`),
  name: '示例市登记局',
  mspId: 'ZhejiangMSP',
  types: [office.bridge.service.types.newest('social-security-card').code],
});

it('registers an issuer whose keys another replica made', async () => {
  const { database, protection, ledgers } = office.bridge.service;
  const issuer = { ...wanted(1), authorities: [], fourEyes: false, registered: false };
  const { code, documentKid, credentialKid } = await saveIssuer(database, elsewhere, issuer, protection);
  await expect.poll(async () => (await getIssuer(database, code)).registered, { timeout: 20_000 }).toBe(true);
  const { keys } = await ledgers[0]!.registry(code);
  expect(keys.map(({ kid }) => kid).sort()).toEqual([documentKid, credentialKid].sort());
});

it('gives an issuer no second keys where another replica made some', async () => {
  const { code, ...rest } = wanted(2);
  const owner = { code, name: rest.name };
  const { kid: documentKid } = await elsewhere.createIssuerKey(owner, 'certificate', 'ES256');
  const { kid: credentialKid } = await elsewhere.createIssuerKey(owner, 'credential', 'ES256');
  expect(await ask('PUT', code, rest)).toMatchObject({ status: 200 });
  const saved = await getIssuer(office.bridge.service.database, code);
  expect(saved).toMatchObject({ documentKid, qrKid: documentKid, credentialKid });
});

it('revokes a key, or signs with one, that another replica made', async () => {
  const { code, ...rest } = wanted(3);
  await ask('PUT', code, rest);
  const owner = { code, name: rest.name };
  const { kid: next } = await elsewhere.createIssuerKey(owner, 'certificate', 'ES256');
  expect(await ask('POST', `${code}/key-rotations`, { use: 'certificate', kid: next })).toMatchObject({
    status: 200,
  });
  const { kid: stolen } = await elsewhere.createIssuerKey(owner, 'credential', 'ES256');
  expect(await ask('POST', `${code}/keys/${stolen}/revocation`, { reason: 'key-compromise' })).toMatchObject({
    status: 200,
    body: { kids: [stolen], state: 'approved' },
  });
});
