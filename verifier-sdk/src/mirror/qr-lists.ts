import { isAnchoring } from '../formats/entry.js';
import type { AnchoringEntry } from '../formats/entry.js';
import { sha256Hex } from '../formats/hash.js';
import { interpretRecord } from '../formats/records.js';
import { DigestSet } from './digest-set.js';
import { MirrorError } from './error.js';
import { qrListName } from './files.js';
import type { IssuerKey } from './issuer-history.js';
import { inLanes } from './lanes.js';
import type { Mirror } from './mirror.js';
import type { FeedSource } from './source.js';
import { storedPages } from './stored-logs.js';

/*
 * A QR code cannot hold the proof that it was anchored. The lists of the QR digests behind an issuer's entries
 * can tell: 16 bytes a certificate. They are fetched for keys that were revoked, and for all keys where a window
 * asks for it.
 */

/** Which keys' lists of QR digests a sync fetches: those that were revoked, or all. */
export type QrListsOf = 'revoked-keys' | 'all-keys';

const listsAtATime = 8;

interface AnchoredEntries {
  /** Those that the key signed in while it was good: made under a version before its revocation. */
  readonly good: readonly AnchoringEntry[];
  /** seqs of those that cannot be judged until more of the ledger is here. */
  readonly open: readonly number[];
}

/** What is known of these entries of a key. */
async function entriesOf(
  mirror: Mirror,
  issuer: string,
  { kid }: IssuerKey,
  seqs: readonly number[],
): Promise<AnchoredEntries> {
  const ledger = mirror.replayed;
  const history = ledger?.registry.history(issuer);
  const [first] = seqs;
  const good: AnchoringEntry[] = [];
  const open: number[] = [];
  if (!ledger || !history || first === undefined) return { good, open };
  const wanted = new Set(seqs);
  const of = { log: 'i', id: issuer } as const;
  for await (const { records } of storedPages(mirror.store, of, ledger.count('i', issuer), first)) {
    for (const record of records.filter(({ seq }) => wanted.has(seq))) {
      const reading = interpretRecord('i', record);
      if (reading.state !== 'known' || !isAnchoring(reading.record)) continue;
      const made = ledger.versionOf(reading.record);
      if ('concern' in made && made.concern === 'STATUS_STALE') open.push(record.seq);
      if ('version' in made && history.keyState(kid, made.version) === 'good') good.push(reading.record);
    }
  }
  return { good, open };
}

async function fetchOne(mirror: Mirror, source: FeedSource, entry: AnchoringEntry): Promise<boolean> {
  for (const url of source.urls) {
    const path = `feed/i/${entry.issuer}/qr/${entry.seq}`;
    const bytes = await source.get(url, path, entry.size * 16).catch((error: unknown) => {
      if (error instanceof MirrorError) return undefined;
      throw error;
    });
    if (bytes && (await sha256Hex(bytes)) === entry.qr) {
      await mirror.store.put(qrListName(entry.issuer, entry.seq), bytes);
      return true;
    }
  }
  return false;
}

/** What was read of the lists of one key. */
class KeyLists {
  readonly #digests = new DigestSet();
  /** How many of the key's entries were looked at. */
  #looked = 0;
  /** seqs of entries whose list was not there, or that could not be judged. */
  #lacking: readonly number[] = [];
  #isWorthAnotherLook = false;

  /** Lists came since. */
  expectMore(): void {
    this.#isWorthAnotherLook = true;
  }

  /** Reads what came since the last time. */
  async update(mirror: Mirror, issuer: string, key: IssuerKey): Promise<void> {
    const all = mirror.replayed?.anchoredWith(issuer, key.kid) ?? [];
    const again = this.#isWorthAnotherLook ? this.#lacking : [];
    const seqs = [...again, ...all.slice(this.#looked)];
    if (seqs.length === 0) return;
    const { good, open } = await entriesOf(mirror, issuer, key, seqs);
    const lacking = [...open];
    for (const { seq, qr } of good) {
      const bytes = await mirror.store.get(qrListName(issuer, seq));
      if (bytes && (await sha256Hex(bytes)) === qr) this.#digests.add(bytes);
      else lacking.push(seq);
      // One that is damaged is fetched anew.
      if (bytes && lacking.at(-1) === seq) await mirror.store.delete(qrListName(issuer, seq));
    }
    const others = this.#isWorthAnotherLook ? [] : this.#lacking;
    this.#lacking = [...others, ...lacking].sort((a, b) => a - b);
    this.#isWorthAnotherLook = false;
    this.#looked = all.length;
  }

  find(digest: Uint8Array): 'listed' | 'not-listed' | 'unknown' {
    if (this.#digests.has(digest)) return 'listed';
    return this.#lacking.length === 0 ? 'not-listed' : 'unknown';
  }
}

/** By `<issuer> <kid>`; each with the reading that is under way. */
type KnownLists = Map<string, { readonly lists: KeyLists; turn: Promise<void> }>;

const known = new WeakMap<Mirror, KnownLists>();

/**
 * Fetches the lists that are not here yet; without one, QR codes that are on no other list are indeterminate.
 * Gives how many no server had.
 */
export async function fetchQrLists(mirror: Mirror, source: FeedSource, of: QrListsOf): Promise<number> {
  const ledger = mirror.replayed;
  const keys = [...(ledger?.registry.issuers.values() ?? [])].flatMap(({ issuer, keys: its }) =>
    [...its.values()]
      .filter(({ use, revoked }) => use === 'certificate' && (of === 'all-keys' || revoked !== undefined))
      .map((key) => ({ issuer, key })),
  );
  const kept = new Set(keys.length > 0 ? await mirror.store.list('qr/') : []);
  let lacking = 0;
  for (const { issuer, key } of keys) {
    const anchored = ledger?.anchoredWith(issuer, key.kid) ?? [];
    const seqs = anchored.filter((seq) => !kept.has(qrListName(issuer, seq)));
    const { good } = await entriesOf(mirror, issuer, key, seqs);
    await inLanes(good, listsAtATime, async (entry) => {
      if (!(await fetchOne(mirror, source, entry))) lacking += 1;
    });
  }
  for (const { lists } of known.get(mirror)?.values() ?? []) lists.expectMore();
  return lacking;
}

/** Whether a QR code's digest is on the lists of what a key anchored while it was good. */
export async function wasAnchored(
  mirror: Mirror,
  issuer: string,
  key: IssuerKey,
  digest: Uint8Array,
): Promise<'listed' | 'not-listed' | 'unknown'> {
  const all: KnownLists = known.get(mirror) ?? new Map<string, never>();
  known.set(mirror, all);
  const name = `${issuer} ${key.kid}`;
  const one = all.get(name) ?? { lists: new KeyLists(), turn: Promise.resolve() };
  all.set(name, one);
  // One reading at a time: what comes meanwhile is read by the next.
  one.turn = one.turn.catch(() => undefined).then(() => one.lists.update(mirror, issuer, key));
  await one.turn;
  return one.lists.find(digest);
}
