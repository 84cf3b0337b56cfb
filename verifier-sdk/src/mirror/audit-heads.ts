import { AttestationError, verifyAttestation } from '../attestation/index.js';
import type { AuditStatement, EndorserRule } from '../attestation/index.js';
import { parseAuditHead } from '../formats/audit-head.js';
import { FormatError } from '../formats/error.js';
import { MirrorError } from './error.js';
import type { Mirror } from './mirror.js';
import { FeedSource } from './source.js';
import type { SourceOptions } from './source.js';

/** What the ledger states of a province's audit tree: its size, its RFC 6962 root (hex), and when it was stated. */
export type AuditHead = NonNullable<AuditStatement['head']>;

const nameOf = (mspId: string): string => `audit/${mspId}.json`;
/** Far more than an attestation by all provinces has. */
const MAX_BYTES = 1024 * 1024;

async function verified(
  mirror: Mirror,
  mspId: string,
  bytes: Uint8Array,
  rule: EndorserRule,
): Promise<AuditHead | undefined> {
  const { nonce, attestation } = parseAuditHead(bytes);
  const anchor = mirror.anchors.at(-1) ?? mirror.trustAnchor;
  const asked = { mspId, nonce };
  const { head } = await verifyAttestation(attestation, {
    anchor,
    tag: 'certbridge/audit/1',
    rule,
    now: mirror.clock(),
    asked,
  });
  return head ?? undefined;
}

/**
 * Gets the heads of provinces' audit trees into a mirror that was synced, for auditors. Servers need not be trusted;
 * one that answers with something smaller than what is held is told of.
 * @param mspIds MSP ids of the provinces
 * @throws MirrorError `FEED_UNREACHABLE`, `FEED_TOO_LARGE`, `FEED_MALFORMED`, `CHECKPOINT_REFUSED`, `CHECKPOINT_OLDER`
 */
export async function syncAuditHeads(
  mirror: Mirror,
  options: SourceOptions,
  mspIds: readonly string[],
): Promise<void> {
  const source = new FeedSource(options);
  for (const url of source.urls) {
    for (const mspId of mspIds) {
      const bytes = await source.get(url, `feed/audit/${mspId}.json`, MAX_BYTES);
      if (bytes) await take(mirror, mspId, bytes);
    }
  }
}

async function take(mirror: Mirror, mspId: string, bytes: Uint8Array): Promise<void> {
  const head = await read(mirror, mspId, bytes, 'now');
  const held = await auditHead(mirror, mspId);
  if (head && held && head.size < held.size) {
    throw new MirrorError('CHECKPOINT_OLDER', `the audit tree of ${mspId} is smaller than it was`);
  }
  if (head) await mirror.store.put(nameOf(mspId), bytes);
}

async function read(
  mirror: Mirror,
  mspId: string,
  bytes: Uint8Array,
  rule: EndorserRule,
): Promise<AuditHead | undefined> {
  try {
    return await verified(mirror, mspId, bytes, rule);
  } catch (cause) {
    if (!(cause instanceof AttestationError) && !(cause instanceof FormatError)) throw cause;
    throw new MirrorError(
      'CHECKPOINT_REFUSED',
      `the head of the audit tree does not hold: ${cause.message}`,
      {
        cause,
      },
    );
  }
}

/**
 * The newest head of a province's audit tree that this mirror holds, verified again; undefined: it has none.
 * @throws MirrorError `CHECKPOINT_REFUSED` where what is held does not hold
 */
export async function auditHead(mirror: Mirror, mspId: string): Promise<AuditHead | undefined> {
  const bytes = await mirror.store.get(nameOf(mspId));
  return bytes && read(mirror, mspId, bytes, 'attested');
}
