import { attestationToJson } from '../formats/attestation.js';
import { toBase64, utf8 } from '../formats/bytes.js';
import type { CheckpointFile } from '../formats/feed.js';
import { sha256Hex } from '../formats/hash.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { LogRecord } from '../formats/records.js';
import type { Checkpoint } from './checkpoint.js';
import type { MirrorStore } from './store.js';

/**
 * What proves that enough provinces signed two histories, each whole, so that whoever has the trust anchor can
 * follow it without asking anybody:
 * two checkpoints, and where they differ in length the records that lead to the longer one's head;
 * a checkpoint and a receipt of another entry at a number that the checkpoint's log holds;
 * two trust anchors after the same one.
 */
export type Fork =
  | {
      readonly what: 'checkpoints';
      readonly other: Checkpoint;
      readonly records?: readonly LogRecord[];
    }
  | { readonly what: 'receipt'; readonly receipt: Uint8Array; readonly held: string }
  | { readonly what: 'anchors'; readonly ours: Uint8Array; readonly other: Uint8Array };

const forks = 'evidence/fork-';
const stale = 'evidence/stale-';
const maxFiles = 16;

function json({ heads, nonce, attestation }: CheckpointFile): Json {
  return { v: 1, heads, nonce, attestation: attestationToJson(attestation) };
}

function proofOf(fork: Fork): { readonly [name: string]: Json } {
  switch (fork.what) {
    case 'checkpoints':
      return {
        other: json(fork.other.file),
        ...(fork.records && { records: fork.records as unknown as Json }),
      };
    case 'receipt':
      return { receipt: toBase64(fork.receipt), held: fork.held };
    case 'anchors':
      return { ours: parseJson(fork.ours), other: parseJson(fork.other) };
  }
}

/** The liar's own bytes name the evidence: served again, they are not kept again. */
function source(fork: Fork): Uint8Array {
  if (fork.what === 'receipt') return fork.receipt;
  return fork.what === 'anchors' ? fork.other : fork.other.bytes;
}

/** What a store keeps of lies: `evidence/fork-*` of the provinces, `evidence/stale-*` of servers. */
export class Evidence {
  readonly #store: MirrorStore;

  constructor(store: MirrorStore) {
    this.#store = store;
  }

  /** Whether two histories were ever seen. A person takes the files away once it is settled. */
  async hasFork(): Promise<boolean> {
    return (await this.#store.list(forks)).length > 0;
  }

  /** Keeps the proof of two histories beside the checkpoint held. Returns its name. */
  keepFork(fork: Fork, held: Checkpoint | undefined): Promise<string> {
    const checkpoint = held ? json(held.file) : null;
    return this.#put(forks, source(fork), { v: 1, what: fork.what, checkpoint, ...proofOf(fork) });
  }

  /** Keeps a state that was older than the one held. Returns its name. */
  keepStale(other: Checkpoint, held: Checkpoint | undefined): Promise<string> {
    const checkpoint = held ? json(held.file) : null;
    return this.#put(stale, other.bytes, { v: 1, what: 'stale', checkpoint, other: json(other.file) });
  }

  async #put(prefix: string, named: Uint8Array, value: Json): Promise<string> {
    const name = `${prefix}${(await sha256Hex(named)).slice(0, 32)}.json`;
    const kept = await this.#store.list(prefix);
    if (!kept.includes(name) && kept.length < maxFiles) {
      await this.#store.put(name, utf8(canonicalJson(value)));
    }
    return name;
  }
}
