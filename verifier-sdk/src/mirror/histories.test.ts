import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import { TestServers } from '../attestation/network.fixture.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { Random } from '../fuzz/random.fixture.js';
import { createVerifier } from '../verify/index.js';
import { History, makeStock } from './history.fixture.js';
import type { Stock } from './history.fixture.js';
import { MemoryStore, openMirror, syncMirror } from './index.js';
import type { Mirror } from './index.js';
import { ModelLedger } from './model-ledger.fixture.js';

/* Each is many syncs and verifications: twenty in `npm test`, ten thousand in `npm run test:long`. */
const runs = fc.readConfigureGlobal().numRuns ?? 300;
const numRuns = runs > 300 ? Math.ceil(runs / 3) : Math.ceil(runs / 15);

let stock: Stock;
beforeAll(async () => {
  stock = await makeStock();
});

const begin = Date.parse('2026-11-24T04:00:00.000Z');

/** All that a mirror knows, in one text. */
function knowledge({ ledger, checkpoint, asOf }: Mirror, history: History): string {
  const issuers = [...(ledger?.registry.issuers.values() ?? [])].map((issuer) => ({
    ...issuer,
    types: [...issuer.types].sort(),
    keys: [...issuer.keys.values()].map(({ kid, use, revoked }) => ({ kid, use, revoked: revoked?.under })),
  }));
  const logs = checkpoint?.heads.map(({ log, id }) => [
    log,
    id,
    ledger?.count(log, id),
    ledger?.logState(log, id),
  ]);
  const statuses = history.issued.map(({ issuer, cert }) => ledger?.status(issuer.code, cert) ?? null);
  const { unusable, features, types } = ledger?.registry ?? {};
  const order = (a: { issuer: string }, b: { issuer: string }): number => (a.issuer < b.issuer ? -1 : 1);
  const known = { issuers: issuers.sort(order), logs, statuses, unusable, features: [...(features ?? [])] };
  return canonicalJson(JSON.parse(JSON.stringify({ ...known, types: [...(types ?? [])], asOf })) as Json);
}

class Windows {
  readonly mirrors: { readonly store: MemoryStore; mirror: Mirror }[] = [];
  readonly #ledger: ModelLedger;
  readonly #pinned: TrustAnchor;

  constructor(ledger: ModelLedger) {
    this.#ledger = ledger;
    this.#pinned = ledger.anchor;
  }

  async open(store = new MemoryStore()): Promise<Mirror> {
    return openMirror(store, { trustAnchor: this.#pinned, clock: this.#ledger.clock });
  }

  async add(): Promise<void> {
    const store = new MemoryStore();
    this.mirrors.push({ store, mirror: await this.open(store) });
  }

  async sync(mirror: Mirror): Promise<void> {
    const { fetch } = new TestServers({ a: this.#ledger });
    const report = await syncMirror(mirror, { urls: ['http://a'], fetch });
    expect(report).toMatchObject({ problems: [], equivocation: false });
  }

  /** Whether the registry is what the model of the contract has as its state. */
  compare({ ledger }: Mirror, history: History): void {
    for (const { code, owner, name, types, under, successor, isRetired, keys } of history.untouched) {
      const found = ledger?.registry.issuers.get(code);
      expect(found, code).toMatchObject({ mspId: owner, name, under });
      expect([found?.successor, found?.retired === true], code).toEqual([successor, isRetired]);
      expect([...types].filter((type) => !found?.types.has(type))).toEqual([]);
      const revoked = [...(found?.keys.values() ?? [])].map((key) => [key.kid, key.revoked !== undefined]);
      expect(revoked, code).toEqual([...keys].map(([kid, { isRevoked }]) => [kid, isRevoked]));
    }
  }

  /** Whether honest certificates have the verdict that the model gives them. */
  async check(mirror: Mirror, history: History): Promise<void> {
    const options = { trustAnchor: this.#pinned, mirror, clock: this.#ledger.clock };
    const verifier = createVerifier(options);
    for (const issued of history.honest) {
      const { code } = await verifier.verifyQr(issued.text);
      expect(`${issued.cert} ${code}`).toBe(`${issued.cert} ${history.expected(issued)}`);
    }
  }
}

/** Many acts, and cuts at which mirrors are synced, opened again, or begun. */
async function live(seed: number): Promise<void> {
  const random = new Random(seed);
  const members = stock.provinces.slice(0, 3 + random.below(5)).sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
  const ledger = await ModelLedger.start(members, begin);
  const history = new History(ledger, stock, random);
  const windows = new Windows(ledger);
  await windows.add();
  await history.begin();
  for (let cut = 0; cut < 3; cut += 1) {
    for (let acts = 5 + random.below(20); acts > 0; acts -= 1) await history.step();
    ledger.beat();
    await ledger.publish();
    if (cut > 0 && random.below(2) === 0) await windows.add();
    for (const window of windows.mirrors) {
      await windows.sync(window.mirror);
      if (random.below(2) === 0) window.mirror = await windows.open(window.store);
      expect(window.mirror.damage).toBeUndefined();
    }
    const fresh = await windows.open();
    await windows.sync(fresh);
    const all = [fresh, ...windows.mirrors.map(({ mirror }) => mirror)].map((one) => knowledge(one, history));
    expect(new Set(all).size, 'what mirrors know').toBe(1);
    windows.compare(fresh, history);
    await windows.check(random.pick([fresh, ...windows.mirrors.map(({ mirror }) => mirror)]), history);
  }
}

it('whatever provinces do, mirrors that followed from any cut, were opened again or begin afresh know the same, and honest certificates keep their verdict', () =>
  fc.assert(fc.asyncProperty(fc.integer(), live), { numRuns }));
