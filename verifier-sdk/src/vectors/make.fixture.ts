/** Makes all vectors: every byte is the same in every run. */
import * as sdk from '../index.js';
import * as node from '../node/index.js';
import { utf8 } from '../formats/bytes.js';
import { addAudits } from './audit-cases.fixture.js';
import { addClaimsCases } from './claims-cases.fixture.js';
import { addCmsCases } from './cms-cases.fixture.js';
import { addForms } from './forms.fixture.js';
import { addIsolatedCases } from './isolated-cases.fixture.js';
import { addKeptOpen } from './kept-open-cases.fixture.js';
import { addMirrorCases } from './mirror-cases.fixture.js';
import { addPdfCases } from './pdf-cases.fixture.js';
import { addProfileCases } from './profile-cases.fixture.js';
import { anchorBase } from './pdf-set.fixture.js';
import { addQrCases } from './qr-cases.fixture.js';
import { addPrimitives } from './primitives.fixture.js';
import { addReceiptCases } from './receipt-cases.fixture.js';
import { addPictureCases } from './picture-cases.fixture.js';
import { addReplayCases } from './replay-cases.fixture.js';
import { addStoreCases } from './store-cases.fixture.js';
import { addStructureCases } from './structure-cases.fixture.js';
import { addSyntaxCases } from './syntax-cases.fixture.js';
import { addSyncs } from './sync-cases.fixture.js';
import { startLedger } from './base.fixture.js';
import { addWalletCases } from './wallet-cases.fixture.js';
import { addX509Cases } from './x509-cases.fixture.js';
import { VectorKeys } from './keys.fixture.js';
import type {
  VectorAudit,
  VectorCase,
  VectorExpectation,
  VectorManifest,
  VectorMirror,
  VectorReceipt,
} from './manifest.fixture.js';
import { VectorRunner } from './run.fixture.js';
import { findAudit } from './run-audits.fixture.js';
import { castOf } from './cast.fixture.js';
import { VectorSet } from './set.fixture.js';
import type { PendingCase } from './set.fixture.js';

/** As people can read it, and another program compare it line by line. */
const text = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 1)}\n`);

/** What was found must be what was said of a vector when it was made. */
function expectSaid(id: string, said: string, { verdict, code }: { verdict: string; code: string }): void {
  if (`${verdict} ${code}` !== said) throw new TypeError(`${id} is ${verdict} ${code}, not ${said}`);
}

async function gather(keys: VectorKeys): Promise<VectorSet> {
  const cast = await castOf(keys);
  const set = new VectorSet(cast);
  const ledger = await startLedger(cast);
  const anchored = await anchorBase(cast, ledger);
  await ledger.revokeKey(cast.revoked);
  await ledger.publishLater();
  set.anchor('good', ledger.anchor);
  set.base(ledger);
  const pdf = anchored.documents.get('pdf');
  if (!pdf) throw new TypeError('no document');
  set.pdf = pdf;
  await addMirrorCases(set);
  await addReplayCases(set);
  await addSyncs(set);
  await addKeptOpen(set);
  await addQrCases(set);
  await addClaimsCases(set);
  await addPdfCases(set, anchored);
  await addIsolatedCases(set);
  await addStructureCases(set);
  await addSyntaxCases(set);
  await addProfileCases(set);
  await addCmsCases(set);
  addX509Cases(set);
  await addWalletCases(set);
  await addPictureCases(set);
  await addStoreCases(set);
  await addReceiptCases(set);
  await addAudits(set);
  await addPrimitives(set);
  await addForms(set);
  return set;
}

/** What each vector is to give: verdict and code as they were said, all else as the SDK finds it. */
class Filling {
  readonly #set: VectorSet;
  readonly #runner: VectorRunner;
  readonly #recorded: ReadonlyMap<string, VectorExpectation>;
  readonly faults: string[] = [];

  constructor(set: VectorSet, recorded: readonly VectorCase[]) {
    this.#set = set;
    this.#recorded = new Map(recorded.map(({ id, expect }) => [id, expect]));
    const { trustAnchors, mirrors } = set;
    const manifest = { v: 1, trustAnchors, mirrors, cases: [], receipts: [], audits: [] } as const;
    this.#runner = new VectorRunner(sdk, manifest, (path) => set.files.get(path));
  }

  async #try<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.faults.push(error instanceof TypeError ? error.message : `${id}: ${String(error)}`);
      return undefined;
    }
  }

  async mirror(name: string, mirror: VectorMirror): Promise<VectorMirror> {
    const found = await this.#runner.mirror(name);
    const said = (mirror.syncs ?? []).map(({ expect }) => expect);
    if (JSON.stringify(found.syncs) !== JSON.stringify(said))
      this.faults.push(`mirror ${name} is ${JSON.stringify(found.syncs)}, not ${JSON.stringify(said)}`);
    if (found.damage !== mirror.damage)
      this.faults.push(`mirror ${name} has the damage ${found.damage ?? 'none'}`);
    const evidence: Record<string, string> = {};
    for (const [file, kept] of Object.entries(found.evidence))
      evidence[file] = this.#set.put(`evidence/${name}-${file.split('/')[1] ?? ''}`, utf8(kept));
    return { ...mirror, ...(Object.keys(evidence).length > 0 && { evidence }) };
  }

  case({ said, ...one }: PendingCase): Promise<VectorCase | undefined> {
    return this.#try(one.id, async () => {
      const nothing = { verdict: 'valid', code: '', checks: [], notes: [], certificate: null } as const;
      const expect = this.#recorded.get(one.id) ?? (await this.#runner.case({ ...one, expect: nothing }));
      expectSaid(one.id, said, expect);
      return { ...one, expect };
    });
  }

  receipt({ said, ...one }: VectorSet['receipts'][number]): Promise<VectorReceipt | undefined> {
    return this.#try(one.id, async () => {
      const expect = await this.#runner.receipt({ ...one, expect: { verdict: '', code: '', checks: [] } });
      expectSaid(one.id, said, expect);
      return { ...one, expect };
    });
  }

  audit({ said, ...one }: VectorSet['audits'][number]): Promise<VectorAudit | undefined> {
    return this.#try(one.id, async () => {
      const anchor = this.#runner.trustAnchor(one.trustAnchor);
      const expect = await findAudit(sdk, node, anchor, one, (path) => this.#set.files.get(path));
      if (expect.takes.join() !== said.join())
        throw new TypeError(`${one.id} is ${expect.takes.join()}, not ${said.join()}`);
      return { ...one, expect };
    });
  }
}

const present = <T>(found: T | undefined): found is T => found !== undefined;

/**
 * All files of the vectors, by their paths.
 *
 * @param keys the text of keys.json; names that it lacks get new keys
 * @param recorded cases whose expectations are taken as they are, for whoever verifies them besides
 * @throws TypeError that names every vector of which the SDK finds something else than was said of it
 */
export async function makeVectors(
  keys: string,
  recorded: readonly VectorCase[] = [],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const known = new VectorKeys(JSON.parse(keys) as ConstructorParameters<typeof VectorKeys>[0]);
  const set = await gather(known);
  const filling = new Filling(set, recorded);
  const mirrors: Record<string, VectorMirror> = {};
  for (const [name, mirror] of Object.entries(set.mirrors))
    mirrors[name] = await filling.mirror(name, mirror);
  const cases: (VectorCase | undefined)[] = [];
  for (const one of set.cases) cases.push(await filling.case(one));
  const receipts: (VectorReceipt | undefined)[] = [];
  for (const one of set.receipts) receipts.push(await filling.receipt(one));
  const audits: (VectorAudit | undefined)[] = [];
  for (const one of set.audits) audits.push(await filling.audit(one));
  if (filling.faults.length > 0) throw new TypeError(filling.faults.join('\n'));
  const manifest: VectorManifest = {
    ...{ v: 1, trustAnchors: set.trustAnchors, mirrors },
    ...{ cases: cases.filter(present), receipts: receipts.filter(present), audits: audits.filter(present) },
  };
  set.put('manifest.json', text(manifest));
  set.put('keys.json', text(known.all));
  return new Map([...set.files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
