/** A random history of a ledger, recorded so that windows can follow it anywhere: what its feed held at some cuts. */
import { Random } from '../fuzz/random.fixture.js';
import { toBase64 } from '../formats/bytes.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { Under } from '../formats/under.js';
import { History } from './history.fixture.js';
import type { Stock } from './history.fixture.js';
import { ModelLedger } from './model-ledger.fixture.js';

/** An issuer as the model of the contract has it. */
export interface ExpectedIssuer {
  readonly code: string;
  readonly mspId: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly under: Under;
  readonly successor: string | null;
  readonly retired: boolean;
  /** kid, and whether it is revoked. */
  readonly keys: readonly (readonly [kid: string, isRevoked: boolean])[];
}

/** A moment of the history; plain JSON. */
export interface Cut {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the feed has anew since the cut before, base64 by path. */
  readonly files: readonly (readonly [path: string, bytes: string])[];
  /** All certificates so far. */
  readonly certificates: readonly { readonly issuer: string; readonly cert: string }[];
  /** QR codes of issuers that no hostile province ever owned, and the code that their report must have. */
  readonly honest: readonly { readonly text: string; readonly code: string }[];
  /** The issuers that no hostile province ever owned. */
  readonly issuers: readonly ExpectedIssuer[];
}

/** Plain JSON. */
export interface RecordedHistory {
  /** Pinned by windows. */
  readonly anchor: TrustAnchor;
  readonly cuts: readonly Cut[];
}

const begin = Date.parse('2026-11-24T04:00:00.000Z');
const cuts = 3;

function expectedIssuers(history: History): ExpectedIssuer[] {
  return history.untouched.map(({ code, owner, name, types, under, successor, isRetired, keys }) => ({
    ...{ code, mspId: owner, name, types: [...types], under: { ...under } },
    ...{ successor: successor ?? null, retired: isRetired },
    keys: [...keys].map(([kid, { isRevoked }]) => [kid, isRevoked] as const),
  }));
}

/** The history of this number: many acts, lawful and hostile, and cuts between them. */
export async function recordHistory(seed: number, stock: Stock): Promise<RecordedHistory> {
  const random = new Random(seed);
  const members = stock.provinces.slice(0, 3 + random.below(5)).sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
  const ledger = await ModelLedger.start(members, begin);
  const { anchor } = ledger;
  const history = new History(ledger, stock, random);
  await history.begin();
  const recorded: Cut[] = [];
  const known = new Map<string, Uint8Array>();
  while (recorded.length < cuts) {
    for (let acts = 5 + random.below(20); acts > 0; acts -= 1) await history.step();
    ledger.beat();
    await ledger.publish();
    const files = [...ledger.files].filter(([path, bytes]) => known.get(path) !== bytes);
    for (const [path, bytes] of files) known.set(path, bytes);
    recorded.push({
      now: ledger.now,
      files: files.map(([path, bytes]) => [path, toBase64(bytes)] as const),
      certificates: history.issued.map(({ issuer, cert }) => ({ issuer: issuer.code, cert })),
      honest: history.honest.map((issued) => ({ text: issued.text, code: history.expected(issued) })),
      issuers: expectedIssuers(history),
    });
  }
  return { anchor, cuts: recorded };
}
