import type { Entry } from '@certbridge/verifier-sdk/formats';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { endIssuer, getIssuer, saveIssuer } from '../../certificates/issuers/index.js';
import type { Holdings, Issuer } from '../../certificates/issuers/index.js';
import { startTrial, zhejiang } from '../../certificates/issuing/issuing.fixture.js';
import { countBacklog } from '../../upkeep/health/index.js';
import { LedgerRefusal, LedgerUnavailable } from '../adapter/index.js';
import type { Ledger } from '../adapter/index.js';
import { Province, startProvinces, until } from './anchoring.fixture.js';
import type { Provinces } from './anchoring.fixture.js';

/* What comes between the building of an entry, or an issuer's end, and its place on the ledger. */

let provinces: Provinces;
let province: Province;
beforeAll(async () => {
  const trial = await startTrial();
  provinces = await startProvinces(trial.options.types.list());
  province = new Province(trial, provinces.zhejiang);
});
afterEach(() => province.stopWriter());
afterAll(async () => {
  await province.close();
  await provinces.close();
});

/** The ledger, with something before each entry that is sent. */
const before = (sent: (entry: Entry) => Promise<void>): Ledger =>
  new Proxy(provinces.zhejiang, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (name !== 'append') return member.bind(target) as unknown;
      return async (entry: Entry) => sent(entry).then(() => target.append(entry));
    },
  });

it('an entry whose issuer was changed meanwhile is built again under its new version', async () => {
  const sent: Entry[] = [];
  const { name, types } = province.trial.issuer;
  const ledger = before(async (entry) => {
    sent.push(entry);
    if (sent.length > 1) return;
    // Two records about the issuer, after which it is as the department has it.
    await provinces.zhejiang.registerIssuer(zhejiang, '浙江省示例新厅', types);
    await provinces.zhejiang.registerIssuer(zhejiang, name, types);
  });
  province.startWriter({ ledger });
  await province.issued(await province.submit(3), true);
  const { under } = await provinces.zhejiang.registry(zhejiang);
  expect(province.troubles.map((error) => (error as LedgerRefusal).code)).toEqual(['ENTRY_UNDER']);
  expect(sent.map((entry) => entry.under)).toEqual([{ n: 0, p: under.p - 2 }, under]);
  const [entry] = await provinces.zhejiang.entries(zhejiang, 1, 100);
  expect(entry).toMatchObject({ under, size: 3 });
});

/** As an administrator ends it, while the ledger answers like `ledger`. */
const end = (ledger: Pick<Ledger, 'mspId' | 'retireIssuer'>): Promise<Issuer> => {
  const { database, options } = province.trial;
  const holdings = (): Promise<Holdings> => Promise.resolve({ hasCertificates: true, openBatches: 0 });
  return database.transaction((tx) =>
    endIssuer({ tx, protection: options.protection, holdings, ledgers: [ledger] }, zhejiang, 'retired', 'a'),
  );
};
const isRetired = async (): Promise<true | undefined> =>
  (await provinces.zhejiang.registry(zhejiang)).retired === true ? true : undefined;
/** Whether the ledger has it as the database says. */
const isRegistered = async (): Promise<true | undefined> =>
  (await getIssuer(province.trial.database, zhejiang)).registered ? true : undefined;
const savedAgain = async (): Promise<void> => {
  const { database, keys, options, issuer } = province.trial;
  await saveIssuer(database, keys, { ...issuer, registered: false }, options.protection);
};

it('an issuer that is ended ends on the ledger after what it issued is there, and comes back, whether or not the ledger was away', async () => {
  const batch = await province.submit(2);
  await province.issued(batch, false);
  expect(await end(provinces.zhejiang)).toMatchObject({ ended: 'retired', registered: false });
  expect(await isRetired()).toBeUndefined();
  province.startWriter();
  await province.issued(batch, true);
  await until(isRetired);
  await until(isRegistered);
  // Saved while the ledger is away: the writer of its log takes it back into service.
  await savedAgain();
  await until(isRegistered);
  expect(await isRetired()).toBeUndefined();
  const away = (): Promise<never> => Promise.reject(new LedgerUnavailable('It is away.'));
  expect(await end({ mspId: 'ZhejiangMSP', retireIssuer: away })).toMatchObject({ registered: false });
  await until(isRetired);
  await until(isRegistered);
  await savedAgain();
  await until(isRegistered);
});

it('a log that has had its bytes of the hour takes revocations, and the rest once the next hour begins', async () => {
  const { database } = province.trial;
  const anchoring: Entry[] = [];
  let isSpent = true;
  // The contract refuses so (chaincode/src/logs/budget.test.ts); 16 MiB of entries would take it minutes here.
  const ledger = before((entry) => {
    if (entry.root !== undefined) anchoring.push(entry);
    return entry.root !== undefined && isSpent
      ? Promise.reject(new LedgerRefusal('LOG_BUDGET', 'The log has had its bytes of this hour.'))
      : Promise.resolve();
  });
  const [known] = await province.issuing.certificates({ issuer: zhejiang, limit: 1 });
  const { certId } = known!;
  province.startWriter({ ledger });
  const batch = await province.submit(2);
  const spentUntil = await until(
    async () => (await getIssuer(database, zhejiang)).budgetSpentUntil ?? undefined,
  );
  expect(spentUntil.getTime() % 3_600_000).toBe(0);
  expect(spentUntil.getTime()).toBeGreaterThan(Date.parse(anchoring[0]!.time));
  await province.change(certId, 'revoked');
  await until(async () => (await provinces.zhejiang.status(zhejiang, certId)) ?? undefined);
  const registry = new Registry();
  countBacklog(registry, database);
  expect(await registry.metrics()).toContain(
    `certbridge_anchoring_held{issuer="${zhejiang}",reason="budget"} 2`,
  );

  // A service that starts anew knows it still, and goes on by itself.
  await province.stopWriter();
  isSpent = false;
  anchoring.length = 0;
  const soon = new Date(Date.now() + 1_500);
  await database.query('UPDATE issuers SET budget_spent_until = $1', [soon]);
  province.startWriter({ ledger });
  await province.issued(batch, true);
  expect(Date.parse(anchoring[0]!.time)).toBeGreaterThanOrEqual(soon.getTime());
});
