import { AttestationError, verifyAttestation } from '../attestation/index.js';
import type { EndorserRule, EntryStatement } from '../attestation/index.js';
import { equalBytes, toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { sha256Hex } from '../formats/hash.js';
import { encodeLeaf } from '../formats/leaf.js';
import type { DigestName, Leaf } from '../formats/leaf.js';
import { leafHash, verifyInclusion } from '../formats/merkle.js';
import { decodeReceipt, encodeReceipt, maxReceiptBytes } from '../formats/receipt.js';
import type { Receipt } from '../formats/receipt.js';
import { recordBytes } from '../formats/records.js';
import { parseEntry } from '../formats/entry.js';
import type { AnchoringEntry, Entry } from '../formats/entry.js';
import { Recent } from '../formats/recent.js';
import { fromHex } from '../formats/bytes.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { Code } from './codes.js';
import type { Context } from './context.js';
import { MirrorError } from '../mirror/error.js';
import type { FeedSource } from '../mirror/source.js';

/** What the certificate in hand says of itself, to be compared with the receipt's leaf. */
export type Anchored = Partial<Leaf> & { readonly certId: Uint8Array; readonly issuer: string };

/** Anchoring that was proved. */
export interface Proof {
  readonly entry: AnchoringEntry;
  readonly statement: EntryStatement;
}

export type ReceiptFinding = { readonly proof: Proof } | { readonly proof?: undefined; readonly code: Code };

const unusable = { code: 'RECEIPT_UNUSABLE' } as const;

/** Every digest that the certificate in hand has must be in the leaf, whatever other kinds the leaf has. */
function isOwn(receipt: Receipt, anchored: Anchored): boolean {
  const same = (name: 'certId' | DigestName): boolean => {
    const [own, anchoredOne] = [anchored[name], receipt[name]];
    return own === undefined || (anchoredOne !== undefined && equalBytes(own, anchoredOne));
  };
  return (
    receipt.entry.issuer === anchored.issuer && (['certId', 'qr', 'credential', 'pdf'] as const).every(same)
  );
}

async function isIncluded(receipt: Receipt): Promise<boolean> {
  const { index, path, entry } = receipt;
  return verifyInclusion({
    leafHash: await leafHash(encodeLeaf(receipt)),
    index,
    size: entry.size,
    path,
    root: fromHex(entry.root),
  });
}

/** The attested statement, under the first of the anchors that bears it, or the code of why there is none. */
async function statementOf(
  { policy, clock, memory }: Context,
  { entry, attestation }: Receipt,
  { anchors, rule, hash }: { anchors: readonly TrustAnchor[]; rule: EndorserRule; hash: string },
): Promise<EntryStatement | Code> {
  const asked = { issuer: entry.issuer, seq: entry.seq, hash };
  const time = { now: clock(), skew: policy.clockSkew };
  const common = { tag: 'certbridge/entry/1', rule, ...time, asked, memory } as const;
  let reason: Code = 'RECEIPT_UNUSABLE';
  for (const anchor of anchors) {
    try {
      return await verifyAttestation(attestation, { anchor, ...common });
    } catch (error) {
      if (!(error instanceof AttestationError)) throw error;
      if (error.code === 'TIME_AHEAD') reason = 'CLOCK_BEHIND';
      if (error.code === 'STATEMENT_VERSION') reason = 'UPDATE_NEEDED';
    }
  }
  return reason;
}

/** Thousands of certificates are in one entry. */
const entries = new Recent(64, (bytes) => parseEntry(bytes));
const hashes = new WeakMap<Entry, string>();

async function hashOf(entry: Entry): Promise<string> {
  const known = hashes.get(entry);
  if (known !== undefined) return known;
  const hash = await sha256Hex(recordBytes(entry));
  hashes.set(entry, hash);
  return hash;
}

/**
 * Where the mirror covers the entry, the mirror decides about the endorsers' expiry and revocation, and an
 * earlier trust anchor will do; the receipt's own bytes are verified all the same.
 */
async function judgeAttestation(context: Context, receipt: Receipt): Promise<ReceiptFinding> {
  const { entry } = receipt;
  const hash = await hashOf(entry);
  const held = context.mirror?.ledger?.hash('i', entry.issuer, entry.seq);
  const isCovered = held === hash;
  const newestFirst = [...(context.mirror?.anchors ?? [context.trustAnchor])].reverse();
  const statement = await statementOf(context, receipt, {
    anchors: isCovered ? newestFirst : newestFirst.slice(0, 1),
    rule: isCovered ? 'mirror' : 'attested',
    hash,
  });
  if (typeof statement === 'string') return { code: statement };
  // Attested by the provinces, and yet not what the provinces attested to the mirror.
  if (held !== undefined && !isCovered) {
    // A mirror on a disk that cannot be written says so all the same.
    await context.mirror
      ?.keepFork({ what: 'receipt', receipt: encodeReceipt(receipt), held })
      .catch(() => undefined);
    return { code: 'LEDGER_EQUIVOCATION' };
  }
  return { proof: { entry, statement } };
}

/** Judges a receipt for the certificate in hand. Anybody can write one: whatever is wrong leaves the question open. */
export async function judgeReceipt(
  context: Context,
  bytes: Uint8Array,
  anchored: Anchored,
): Promise<ReceiptFinding> {
  let receipt: Receipt;
  try {
    receipt = decodeReceipt(bytes, (entry) => entries.of(entry));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error.code === 'VERSION_UNKNOWN' ? { code: 'UPDATE_NEEDED' } : unusable;
  }
  if (!isOwn(receipt, anchored) || !(await isIncluded(receipt))) return unusable;
  return judgeAttestation(context, receipt);
}

/**
 * Proof by a receipt that was kept, or that a server of the feed has by now. Only one that proves something is
 * kept: a server that gives another's must not keep an honest one from being asked the next time.
 */
export async function proveByFeed(context: Context, anchored: Anchored): Promise<ReceiptFinding | undefined> {
  const { mirror, source } = context;
  const name = `receipts/${toHex(anchored.certId)}`;
  const kept = await mirror?.store.get(name);
  const known = kept && (await judgeReceipt(context, kept, anchored));
  if (known?.proof || !source) return known;
  for (const url of source.urls) {
    const bytes = await fetched(source, url, `feed/${name}`);
    if (!bytes) continue;
    const found = await judgeReceipt(context, bytes, anchored);
    if (!found.proof) continue;
    // Kept for the next time where the mirror can be written.
    await mirror?.store.put(name, bytes).catch(() => undefined);
    return found;
  }
  return known;
}

async function fetched(source: FeedSource, url: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await source.get(url, path, maxReceiptBytes);
  } catch (error) {
    if (error instanceof MirrorError) return undefined;
    throw error;
  }
}
