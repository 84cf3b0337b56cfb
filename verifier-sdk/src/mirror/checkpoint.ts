import { AttestationError, verifyAttestation } from '../attestation/index.js';
import type { CheckpointStatement, EndorserRule } from '../attestation/index.js';
import { toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { encodeCheckpoint, parseCheckpoint } from '../formats/feed.js';
import type { CheckpointFile } from '../formats/feed.js';
import { headsRoot, parseHeads } from '../formats/heads.js';
import type { Head } from '../formats/heads.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { sha256 } from '../formats/hash.js';
import { MirrorError } from './error.js';

/** A checkpoint whose attestation holds. */
export interface Checkpoint {
  readonly file: CheckpointFile;
  readonly heads: readonly Head[];
  readonly statement: CheckpointStatement;
  /** See {@link beatOf}. */
  readonly beat: string | undefined;
  /** Its name in the store. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function readCheckpoint(bytes: Uint8Array): CheckpointFile {
  try {
    return parseCheckpoint(bytes);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    if (cause.code === 'VERSION_UNKNOWN') throw updateNeeded(cause);
    throw new MirrorError('FEED_MALFORMED', 'the checkpoint cannot be read', { cause });
  }
}

/** The feed is of later software: what is held grows old until this one is updated. */
export function updateNeeded(cause: Error): MirrorError {
  return new MirrorError('UPDATE_NEEDED', `the feed is of a later version: ${cause.message}`, { cause });
}

function refusal(error: AttestationError): MirrorError {
  if (error.code === 'STATEMENT_VERSION') return updateNeeded(error);
  if (error.code === 'TIME_AHEAD') {
    return new MirrorError(
      'CLOCK_BEHIND',
      'the checkpoint is of the future: the clock here is behind, or it is forged',
      {
        cause: error,
      },
    );
  }
  return new MirrorError(
    'CHECKPOINT_REFUSED',
    `the checkpoint's attestation does not hold: ${error.message}`,
    {
      cause: error,
    },
  );
}

async function attested(
  file: CheckpointFile,
  anchor: TrustAnchor,
  rule: EndorserRule,
  now: number,
): Promise<CheckpointStatement> {
  try {
    return await verifyAttestation(file.attestation, {
      anchor,
      tag: 'certbridge/checkpoint/1',
      rule,
      now,
      asked: { nonce: file.nonce, anchor: anchor.n, heads: await headsRoot(file.heads) },
    });
  } catch (error) {
    throw error instanceof AttestationError ? refusal(error) : error;
  }
}

function readHeads(text: string): readonly Head[] {
  try {
    return parseHeads(text);
  } catch (cause) {
    throw new MirrorError('FEED_MALFORMED', 'the heads list cannot be read', { cause });
  }
}

/**
 * How recent the ledger's state is by what provinces did: the time that as many of the anchor's provinces as its
 * threshold showed it alive at or after, so that fewer, whatever they say, do not make it newer. Never later than
 * the checkpoint.
 */
export function beatOf({ beats, time }: CheckpointStatement, anchor: TrustAnchor): string | undefined {
  const members = new Set(anchor.provinces.map(({ mspId }) => mspId));
  const times = beats.filter(([mspId]) => members.has(mspId)).map(([, at]) => at);
  const beat = times.sort().at(-anchor.threshold);
  return beat !== undefined && beat > time ? time : beat;
}

/** Verifies a checkpoint: heads list, attestation of its root, count. */
export async function verifyCheckpoint(
  file: CheckpointFile,
  anchor: TrustAnchor,
  rule: EndorserRule,
  now: number,
): Promise<Checkpoint> {
  const heads = readHeads(file.heads);
  const statement = await attested(file, anchor, rule, now);
  if (heads.length !== statement.count)
    throw new MirrorError('CHECKPOINT_REFUSED', 'the heads list is not complete', {
      reason: 'HEADS_INCOMPLETE',
    });
  const bytes = encodeCheckpoint(file);
  const name = `checkpoints/${toHex((await sha256(bytes)).subarray(0, 16))}.json`;
  return { file, heads, statement, beat: beatOf(statement, anchor), name, bytes };
}
