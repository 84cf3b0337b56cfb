import { join } from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import {
  encodeAnchorFile,
  encodeCheckpoint,
  headsText,
  interpretItem,
  interpretRecord,
  parseAnchorFile,
} from '@certbridge/verifier-sdk/formats';
import type {
  Entry,
  Head,
  Log,
  LogRecord,
  NetworkRecord,
  TrustAnchor,
} from '@certbridge/verifier-sdk/formats';
import { qrListOf } from '../anchoring/index.js';
import { Backoff, Notifier, pause } from '../../platform/waiting/index.js';
import type { EntryEvent } from '../adapter/index.js';
import { writeFileAtomically } from '../../platform/files/index.js';
import { CHECKPOINT, readIfThere } from './files.js';
import { EventCheckpoint } from './event-checkpoint.js';
import type { FeedOptions } from './options.js';
import { LogPages } from './pages.js';

const PACE = 500;
/** How often trust anchors are attested anew. Certificates of those who attested them end, as a rule within a year. */
const ATTESTED_ANEW = 24 * 3_600_000;
/** The contract gives this many records a call. */
const RECORDS = 100;

/** One file of the feed, to be served. */
export interface FeedFile {
  readonly bytes: Buffer;
  readonly mediaType: 'application/json' | 'application/octet-stream';
  /** It will never change: caches may keep it. */
  readonly immutable: boolean;
}

/** Paths below `feed/` that are served; `renewed`: files of which only the newest counts. */
const served =
  /^(?:(?<renewed>checkpoint\.json|anchor\/\d{1,9}\.json|audit\/[A-Za-z0-9][A-Za-z0-9.-]{0,63}\.json)|n\/(?<n>\d{1,9})\.json|(?<log>[pi])\/(?<id>[A-Za-z0-9][A-Za-z0-9.-]{0,63})\/(?:(?<page>\d{1,9})\.json|qr\/\d{1,15}))$/;

/** Follows the ledger and writes the feed (更新源): a mirror that has its files can check everything offline. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #work = new Notifier();
  readonly #logs = new Map<string, LogPages>();
  readonly #checkpoint: EventCheckpoint;
  /** The last event received; its entry is on the ledger, and perhaps not in the feed yet. */
  #event: EntryEvent | undefined;
  #updating: Promise<void> = Promise.resolve();
  /** Milliseconds since 1970; at the first update of every start. */
  #anchorsAttested = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#checkpoint = new EventCheckpoint(options.folder, options.ledger.network);
  }

  /** Something happened on the ledger that emits no event: a beat, a registration. */
  refresh(): void {
    this.#work.notify();
  }

  /** Writes what there is, and again after every event, until `signal`. */
  async run(signal: AbortSignal): Promise<void> {
    const listening = this.#listen(signal);
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        await this.update();
        backoff.reset();
        // What happens within the pace becomes one checkpoint.
        await pause(this.#options.pace ?? PACE, signal);
        await this.#work.wait(signal);
      } catch (error) {
        this.#options.onTrouble?.(error);
        await backoff.wait(signal);
      }
    }
    await listening;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    const hear = async (): Promise<void> => {
      for await (const event of this.#options.ledger.events({
        ...(await this.#checkpoint.place()),
        signal,
      })) {
        this.#event = event;
        backoff.reset();
        this.refresh();
      }
    };
    while (!signal.aborted) {
      await hear().catch((error: unknown) => this.#options.onTrouble?.(error));
      await backoff.wait(signal);
      // Whatever happened while nobody listened.
      this.refresh();
    }
  }

  /**
   * Brings the folder to the ledger's present state: pages first, the checkpoint that names them last.
   * Updates asked for at the same time follow one another.
   */
  async update(): Promise<void> {
    const turn = this.#updating.then(() => this.#update());
    this.#updating = turn.catch(() => undefined);
    return turn;
  }

  async #update(): Promise<void> {
    const { ledger, folder } = this.#options;
    const event = this.#event;
    const nonce = randomBytes(16).toString('hex');
    const { heads, attestation } = await ledger.checkpoint(nonce);
    for (const head of heads) await this.#follow(head);
    const checkpoint = { v: 1 as const, heads: headsText(heads), attestation, nonce };
    await writeFileAtomically(join(folder, CHECKPOINT), encodeCheckpoint(checkpoint));
    if (event) await this.#checkpoint.store(event);
    await this.#attestAnchors();
  }

  async #follow(head: Head): Promise<void> {
    const { ledger, folder } = this.#options;
    const name = `${head.log}/${head.id}`;
    const pages = this.#logs.get(name) ?? (await LogPages.open(folder, head.log, head.id));
    await pages.expect(head);
    while (pages.seq < head.seq) {
      const limit = Math.min(RECORDS, head.seq - pages.seq);
      const records = await ledger.records(head.log, head.id, pages.seq + 1, limit);
      // Beside files first: should this be cut off here, the page is missing and all of it is written again.
      for (const record of records) await this.#writeBeside(head.log, record);
      await pages.append(records);
    }
    this.#logs.set(name, pages);
  }

  /** What the feed has beside a record. Of a kind of later software it knows nothing to write. */
  async #writeBeside(log: Log, record: LogRecord): Promise<void> {
    if (log === 'i') {
      const reading = interpretRecord(log, record);
      if (reading.state === 'known') await this.#writeQrList(reading.record);
    } else if (log === 'n') {
      const reading = interpretRecord(log, record);
      const anchor = reading.state === 'known' && anchorIn(reading.record);
      if (anchor) await this.#writeAnchor(anchor);
    }
  }

  async #writeQrList({ issuer, seq, qr }: Entry): Promise<void> {
    if (qr === undefined) return;
    const list = await qrListOf(this.#options.database, issuer, seq);
    // Only the list that the entry's hash is of; another service's issuers have theirs there.
    if (!list || createHash('sha256').update(list).digest('hex') !== qr) return;
    await writeFileAtomically(join(this.#options.folder, `feed/i/${issuer}/qr/${seq}`), list);
  }

  /**
   * A window takes a successor of its trust anchor only while the certificates of those who attested it last: else
   * none that pinned an earlier one could follow any more. What cannot be attested anew stays as it is.
   */
  async #attestAnchors(): Promise<void> {
    const now = Date.now();
    if (now - this.#anchorsAttested < ATTESTED_ANEW) return;
    this.#anchorsAttested = now;
    // Nobody pins what comes before the first.
    for (let n = 2; ; n += 1) {
      const bytes = await readIfThere(this.#options.folder, `feed/anchor/${n}.json`);
      if (!bytes) return;
      await this.#writeAnchor(parseAnchorFile(bytes).anchor).catch((error: unknown) =>
        this.#options.onTrouble?.(error),
      );
    }
  }

  async #writeAnchor(anchor: TrustAnchor): Promise<void> {
    const { ledger, folder } = this.#options;
    const attestation = await ledger.attestAnchor(anchor.n, await this.#anchorBefore(anchor));
    await writeFileAtomically(
      join(folder, `feed/anchor/${anchor.n}.json`),
      encodeAnchorFile({ v: 1, anchor, attestation }),
    );
  }

  /** The anchor under which the next is attested: windows that hold it know no others than its provinces. */
  async #anchorBefore({ n }: TrustAnchor): Promise<TrustAnchor | undefined> {
    const bytes = await readIfThere(this.#options.folder, `feed/anchor/${n - 1}.json`);
    return bytes && parseAnchorFile(bytes).anchor;
  }

  /** Puts the attested head of a province's audit tree there. */
  publishAuditHead(mspId: string, file: Uint8Array): Promise<void> {
    return writeFileAtomically(join(this.#options.folder, `feed/audit/${mspId}.json`), file);
  }

  /** A file by its path below `feed/`; undefined when there is none, or it is none of the feed's. */
  async file(path: string): Promise<FeedFile | undefined> {
    const match = served.exec(path);
    if (!match) return undefined;
    const bytes = await readIfThere(this.#options.folder, `feed/${path}`);
    if (!bytes) return undefined;
    return {
      bytes,
      mediaType: path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      immutable: !this.#mayChange(match.groups ?? {}),
    };
  }

  #mayChange({ renewed, n, log, id, page }: Record<string, string | undefined>): boolean {
    if (renewed !== undefined) return true;
    const number = n ?? page;
    if (number === undefined) return false;
    const pages = this.#logs.get(
      n === undefined ? `${log ?? ''}/${id ?? ''}` : `n/${this.#options.ledger.network}`,
    );
    return pages === undefined || Number(number) >= pages.page;
  }
}

/** The trust anchor that a record of the network enacts. */
function anchorIn(record: NetworkRecord): TrustAnchor | undefined {
  if (record.kind === 'init') return record.anchor;
  for (const read of record.items.map(interpretItem)) {
    if (read.state === 'known' && read.item.kind === 'anchor') return read.item.anchor;
  }
  return undefined;
}

export const openFeed = (options: FeedOptions): Feed => new Feed(options);
