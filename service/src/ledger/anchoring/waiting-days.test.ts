import { dateAt } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTrial, zhejiang } from '../../certificates/issuing/issuing.fixture.js';
import type { CertificateStatus } from '../adapter/index.js';
import { Province, startProvinces, until } from './anchoring.fixture.js';
import type { Provinces } from './anchoring.fixture.js';
import { anchoringBacklog } from './index.js';

/* Renewals from a day on, from the outbox to the ledger. The last test revokes the department's keys. */

let provinces: Provinces;
let province: Province;
const day = dateAt(Date.now() + 30 * 86_400_000);

beforeAll(async () => {
  const trial = await startTrial();
  provinces = await startProvinces(trial.options.types.list());
  province = new Province(trial, provinces.zhejiang);
  province.startWriter();
});
afterAll(async () => {
  await province.close();
  await provinces.close();
});

const status = (certId: string): Promise<CertificateStatus | null> =>
  provinces.zhejiang.status(zhejiang, certId);
const allAnchored = (): Promise<unknown> =>
  until(async () => ((await anchoringBacklog(province.trial.database)).length === 0 ? true : undefined));
/** The changes of the newest entry, by certificate. */
async function newest(): Promise<Record<string, string>> {
  const { seq } = (await provinces.zhejiang.heads()).find(({ id }) => id === zhejiang)!;
  const { changes = [] } = await provinces.zhejiang.entry(zhejiang, seq);
  return Object.fromEntries(changes.map(({ cert, state }) => [cert, state]));
}
async function renewed(): Promise<{ first: string; second: string }> {
  const first = await province.certificate(true);
  const second = await province.certificate(true, { of: first, from: day });
  return { first, second };
}

it('waits on the ledger for its day, with the new certificate in one entry', async () => {
  const { first, second } = await renewed();
  expect(await status(first)).toMatchObject({
    state: 'none',
    pending: { from: day, by: { issuer: zhejiang, cert: second }, reason: 'replaced' },
  });
  expect(await newest()).toEqual({ [first]: 'superseded' });
});

it('is withdrawn in the entry that revokes the new certificate before its day', async () => {
  const { first, second } = await renewed();
  await province.change(second, 'revoked');
  await allAnchored();
  expect(await newest()).toEqual({ [first]: 'withdrawn', [second]: 'revoked' });
  expect(await status(first)).not.toHaveProperty('pending');
  expect(await status(second)).toMatchObject({ state: 'revoked' });
});

it('when withdrawn, cancels the new certificate in the same entry', async () => {
  const { first, second } = await renewed();
  await province.change(first, 'withdrawn');
  await allAnchored();
  expect(await newest()).toEqual({ [first]: 'withdrawn', [second]: 'cancelled' });
});

it('ends with the revocation of the old certificate', async () => {
  const { first } = await renewed();
  await province.change(first, 'revoked');
  await allAnchored();
  expect(await newest()).toEqual({ [first]: 'revoked' });
  expect(await status(first)).not.toHaveProperty('pending');
});

it('that never came to the ledger holds no revocation up, and is not withdrawn there', async () => {
  const certIds = [await province.certificate(true), await province.certificate(true)];
  const third = await province.certificate(true);
  await province.stopWriter();
  const renewals = [];
  for (const of of [...certIds, third]) renewals.push(await province.certificate(false, { of, from: day }));
  const { keys } = await provinces.zhejiang.registry(zhejiang);
  for (const { kid } of keys) await provinces.zhejiang.revokeKey(zhejiang, kid, 'key-compromise');
  await province.change(renewals[0]!, 'revoked');
  await province.change(certIds[1]!, 'withdrawn');
  await province.change(third, 'revoked');
  province.startWriter();
  // The renewals wait for ever: what signed them is revoked.
  await until(async () =>
    (await anchoringBacklog(province.trial.database))[0]?.waiting === 3 ? true : undefined,
  );
  expect(await anchoringBacklog(province.trial.database)).toMatchObject([{ waiting: 3, refused: 0 }]);
  expect(await status(renewals[0]!)).toMatchObject({ state: 'revoked' });
  expect(await status(renewals[1]!)).toMatchObject({ state: 'cancelled' });
  expect(await status(third)).toMatchObject({ state: 'revoked' });
  expect(await status(certIds[0]!)).toBeNull();
  expect(await status(certIds[1]!)).toBeNull();
});
