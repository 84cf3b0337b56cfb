import { AttestationError, verifyAttestation } from '../attestation/index.js';
import type { CheckpointStatement, EndorserRule } from '../attestation/index.js';
import { toHex, utf8 } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { encodeCheckpoint, parseCheckpoint } from '../formats/feed.js';
import type { CheckpointFile } from '../formats/feed.js';
import { sha256Hex } from '../formats/hash.js';
import { parseHeads } from '../formats/heads.js';
import type { Head } from '../formats/heads.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { sha256 } from '../formats/hash.js';
import { MirrorError } from './error.js';

/** A checkpoint whose attestation holds. */
export interface Checkpoint {
  readonly file: CheckpointFile;
  readonly heads: readonly Head[];
  readonly statement: CheckpointStatement;
  /** Its name in the store. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function readCheckpoint(bytes: Uint8Array): CheckpointFile {
  try {
    return parseCheckpoint(bytes);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new MirrorError('FEED_MALFORMED', 'the checkpoint cannot be read', { cause });
  }
}

function refusal(error: AttestationError): MirrorError {
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
      asked: { nonce: file.nonce, anchor: anchor.n, heads: await sha256Hex(utf8(file.heads)) },
    });
  } catch (error) {
    throw error instanceof AttestationError ? refusal(error) : error;
  }
}

/** Verifies a checkpoint: attestation, heads list, count. */
export async function verifyCheckpoint(
  file: CheckpointFile,
  anchor: TrustAnchor,
  rule: EndorserRule,
  now: number,
): Promise<Checkpoint> {
  const statement = await attested(file, anchor, rule, now);
  let heads: readonly Head[];
  try {
    heads = parseHeads(file.heads);
  } catch (cause) {
    throw new MirrorError('FEED_MALFORMED', 'the heads list cannot be read', { cause });
  }
  if (heads.length !== statement.count)
    throw new MirrorError('CHECKPOINT_REFUSED', 'the heads list is not complete');
  const bytes = encodeCheckpoint(file);
  const name = `checkpoints/${toHex((await sha256(bytes)).subarray(0, 16))}.json`;
  return { file, heads, statement, name, bytes };
}
