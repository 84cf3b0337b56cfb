import { afterAll, beforeAll, expect, it } from 'vitest';
import { getIssuer, registerIssuer } from '../../certificates/issuers/index.js';
import { startTrial, zhejiang } from '../../certificates/issuing/issuing.fixture.js';
import type { ProposalItem } from '../adapter/index.js';
import { codeOf, Province, startProvinces, until } from './anchoring.fixture.js';
import type { Provinces } from './anchoring.fixture.js';
import { anchoringBacklog, lookAgain } from './index.js';
import type { IssuerClosed } from './index.js';

/* Comes in this order: a department moves from Zhejiang to Anhui, and ends there. */

let provinces: Provinces;
let old: Province;
let heir: Province;
let proposal = '';
let certIds: readonly string[] = [];

beforeAll(async () => {
  const [first, second] = [await startTrial(), await startTrial()];
  provinces = await startProvinces(first.options.types.list());
  old = new Province(first, provinces.zhejiang);
  heir = new Province(second, provinces.anhui);
  old.startWriter();
  certIds = await old.issued(await old.submit(3), true);
});
afterAll(async () => {
  await Promise.all([old.close(), heir.close()]);
  await provinces.close();
});

const becomes = (province: Province, closed: IssuerClosed | null): Promise<unknown> =>
  until(async () =>
    (await getIssuer(province.trial.database, zhejiang)).closed === closed ? true : undefined,
  );
const onLedger = async (certId: string, state: string): Promise<unknown> =>
  until(async () =>
    (await provinces.zhejiang.status(zhejiang, certId))?.state === state ? true : undefined,
  );
const refused = (code: string): unknown => {
  const named = expect.stringContaining(zhejiang) as unknown;
  return expect.objectContaining({ code, words: { zh: named, en: named } });
};

it('while its move is open, takes nothing new in, and brings what was accepted to the ledger', async () => {
  await old.stopWriter();
  const batch = await old.submit(3);
  await old.issued(batch, false);
  const { name, types } = await provinces.zhejiang.registry(zhejiang);
  const move: ProposalItem = { kind: 'issuer', issuer: zhejiang, name, mspId: 'AnhuiMSP', types };
  ({ proposal } = await provinces.zhejiang.propose([move]));
  old.startWriter();
  await becomes(old, 'moving');
  await expect(old.submit(1)).rejects.toEqual(refused('ISSUER_MOVING'));
  await old.issued(batch, true);
  await old.change(certIds[0]!, 'revoked');
  await onLedger(certIds[0]!, 'revoked');
});

it('is no issuer of the province that takes it over before that is decided', async () => {
  const { database, keys, issuer, options } = heir.trial;
  const { protection } = options;
  const taking = registerIssuer(
    { database, protection, keys, ledger: provinces.anhui },
    { ...issuer, mspId: 'AnhuiMSP' },
  );
  expect(await codeOf(taking)).toBe('ISSUER_REGION');
});

it('once it has moved, leaves what was not appended pending, and tells clients', async () => {
  await old.stopWriter();
  await old.change(certIds[1]!, 'suspended');
  const before = (await provinces.zhejiang.entries(zhejiang, 1, 100)).length;
  expect(await provinces.anhui.approve(proposal)).toMatchObject({ enacted: true });
  old.startWriter();
  await becomes(old, 'moved');
  await expect(old.submit(1)).rejects.toEqual(refused('ISSUER_MOVED'));
  await expect(old.change(certIds[2]!, 'revoked')).rejects.toEqual(refused('ISSUER_MOVED'));
  expect(await anchoringBacklog(old.trial.database)).toMatchObject([
    { issuer: zhejiang, waiting: 1, refused: 0, held: 1, heldBy: 'moved' },
  ]);
  expect((await provinces.zhejiang.entries(zhejiang, 1, 100)).length).toBe(before);
  expect(old.troubles).toEqual([]);
});

it('goes on in the service of the province that took it over, under its own keys', async () => {
  const { database, keys, issuer, options } = heir.trial;
  const { protection } = options;
  const parts = { database, protection, keys, ledger: provinces.anhui };
  const known = await provinces.anhui.registry(zhejiang);
  const wanted = { ...issuer, mspId: 'AnhuiMSP' };
  expect(await codeOf(registerIssuer(parts, { ...wanted, name: '安徽省示例局' }))).toBe('ISSUER_DECIDED');
  expect(await registerIssuer(parts, wanted)).toMatchObject({ registered: true, closed: null });
  const before = (await provinces.anhui.entries(zhejiang, 1, 100)).length;
  heir.startWriter();
  await heir.issued(await heir.submit(2), true);
  const entries = await provinces.anhui.entries(zhejiang, before + 1, 100);
  expect(entries.map(({ seq, under }) => [seq, under.n])).toEqual([[before + 1, known.under.n]]);
  const own = (await provinces.anhui.registry(zhejiang)).keys.filter(
    ({ kid }) => !known.keys.some((key) => key.kid === kid),
  );
  expect(own.map(({ kid }) => kid).sort()).toEqual(entries[0]!.keys);
  expect(heir.troubles).toEqual([]);
});

it('that has ended issues nothing more, and changes what it issued', async () => {
  const [certId = ''] = await heir.issued(await heir.submit(1), true);
  await provinces.anhui.retireIssuer(zhejiang);
  await lookAgain(heir.trial.database);
  await becomes(heir, 'retired');
  await expect(heir.submit(1)).rejects.toEqual(refused('ISSUER_RETIRED'));
  await heir.change(certId, 'revoked');
  await onLedger(certId, 'revoked');
});
