import { afterAll, beforeAll, expect, it } from 'vitest';
import { getIssuer, registerIssuer } from '@certbridge/service/certificates/issuers';
import { usccOf } from '../samples/numbers.js';
import { Office } from './office.js';

let office: Office;
beforeAll(async () => (office = await Office.open()));
afterAll(() => office.close());

const good = usccOf('11330199', '00001099');
const wrongCheck = `${good.slice(0, 17)}${good.endsWith('1') ? '2' : '1'}`;

async function put(code: string, change: object = {}): Promise<{ status: number; body: unknown }> {
  const type = office.bridge.service.types.newest('social-security-card');
  const answer = await fetch(`${office.bridge.url}/api/v1/issuers/${code}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await office.token('administrator')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name: '示例市登记局', mspId: 'ZhejiangMSP', types: [type.code], ...change }),
  });
  return { status: answer.status, body: await answer.json() };
}

const known = async (): Promise<string[]> =>
  (await office.bridge.service.database.query<{ code: string }>('SELECT code FROM issuers')).rows.map(
    ({ code }) => code,
  );

it('an issuer that the ledger would refuse for ever never comes to exist', async () => {
  const before = await known();
  for (const [code, change, refusal] of [
    [wrongCheck, {}, 'ISSUER_CODE_INVALID'],
    [usccOf('11340199', '00001099'), {}, 'ISSUER_REGION'],
    [good, { name: '示例市\u200b登记局' }, 'ISSUER_NAME_INVALID'],
    [good, { name: ' ' }, 'ISSUER_NAME_INVALID'],
  ] as const) {
    expect(await put(code, change)).toMatchObject({ status: 422, body: { code: refusal } });
  }
  expect(await known()).toEqual(before);
});

it('is answered once the ledger has registered it, under its written name', async () => {
  // Kangxi radicals look like the characters that they are replaced by.
  expect(await put(good, { name: '⽰例市登记局' })).toMatchObject({
    status: 200,
    body: { ledger: 'registered', name: '示例市登记局' },
  });
  const [ledger] = office.bridge.service.ledgers;
  expect(await ledger?.registry(good)).toMatchObject({ name: '示例市登记局' });
});

it('keeps signing its PDFs with its key of RSA when it is saved again without naming an algorithm', async () => {
  const code = usccOf('11330199', '00001096');
  const keysOf = async (change: object): Promise<string[]> => {
    expect(await put(code, change)).toMatchObject({ status: 200 });
    const { documentKid, qrKid } = await getIssuer(office.bridge.service.database, code);
    return [documentKid, qrKid];
  };
  const before = await keysOf({ algorithm: 'RS256' });
  expect(office.bridge.service.keys.signer(before[0]!).algorithm).toBe('RS256');
  expect(await keysOf({ name: '示例市登记局（新）' })).toEqual(before);
});

it('is pending until its type is approved', async () => {
  const type = office.bridge.service.types.newest('real-estate').code.replace(/.$/, '9');
  const { database, protection, keys, ledgers } = office.bridge.service;
  const wanted = { code: usccOf('11330199', '00001097'), name: '示例市另一局', mspId: 'ZhejiangMSP' };
  const parts = { database, protection, keys, ledger: ledgers[0]! };
  const saved = await registerIssuer(parts, { ...wanted, authorities: [], types: [type], fourEyes: false });
  expect(saved.registered).toBe(false);
});

it('is pending while the ledger is away, and then issues nothing', async () => {
  await office.bridge.stopLedger();
  const code = usccOf('11330199', '00001098');
  expect(await put(code)).toMatchObject({ status: 200, body: { ledger: 'pending' } });
  const { types } = office.bridge.service;
  const type = types.newest('social-security-card');
  const answer = await fetch(`${office.bridge.url}/api/v1/issuers/${code}/certificates`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await office.token('operator')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      type: type.code,
      fields: { ...types.sample(type)?.fields, authority: '示例市登记局' },
      validFrom: '2026-01-01',
    }),
  });
  expect(await answer.json()).toMatchObject({ status: 503, code: 'ISSUER_PENDING' });
});
