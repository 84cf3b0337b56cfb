import { randomBytes } from 'node:crypto';
import { encodeAuditHead } from '@certbridge/verifier-sdk/formats';
import type { Attestation } from '@certbridge/verifier-sdk/formats';
import { Backoff, pause } from '../../platform/waiting/index.js';
import { seal } from './seal.js';
import type { StatedHead } from './seal.js';
import { AuditNotStated, requireStated } from './standing.js';
import type { StandingParts } from './standing.js';

/** What it needs of the ledger. */
interface AuditLedger {
  readonly mspId: string;
  /** @param root RFC 6962 root, hex */
  stateAuditHead(size: number, root: string): Promise<void>;
  auditHead(mspId: string): Promise<StatedHead | undefined>;
  attestAudit(mspId: string, nonce: string): Promise<Attestation>;
}

export interface SealerOptions extends StandingParts {
  /** Whether the start asked the ledger already which tree it knows. */
  readonly isStandingKnown: boolean;
  /** Of the province in whose name the tree stands. */
  readonly ledger: AuditLedger;
  /** Milliseconds between two statements on the ledger. */
  readonly every: number;
  /** Puts the attested head where mirrors find it. */
  readonly publish: (file: Uint8Array) => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

/** Milliseconds between two looks for records that wait; what is not sealed yet an insider could still change. */
const SEAL_EVERY = 2_000;

/**
 * Seals what is written down, and states the tree on the ledger every so often if it grew, and when it stops.
 * @throws AuditNotStated where the ledger knows another tree
 */
export async function runSealer(options: SealerOptions, signal: AbortSignal): Promise<void> {
  const { database, ledger, every, onTrouble } = options;
  let isKnown = options.isStandingKnown;
  const backoff = new Backoff();
  let stated = 0;
  let statedAt = 0;
  const work = async (isLast: boolean): Promise<void> => {
    const head = await seal(database);
    if (!head || head.size === stated || (!isLast && Date.now() - statedAt < every)) return;
    if (!isKnown) await requireStated(options, await ledger.auditHead(ledger.mspId));
    isKnown = true;
    // The ledger takes no smaller tree: of one whose end was lost, none until it has grown beyond that.
    if (head.size <= (options.acceptLoss ?? 0)) return;
    await state(options, head);
    stated = head.size;
    statedAt = Date.now();
  };
  while (!signal.aborted) {
    try {
      await work(false);
      backoff.reset();
      await pause(Math.min(SEAL_EVERY, every), signal);
    } catch (error) {
      if (error instanceof AuditNotStated) throw error;
      onTrouble(error);
      await backoff.wait(signal);
    }
  }
  await work(true).catch(onTrouble);
}

async function state(
  { ledger, publish }: SealerOptions,
  { size, root }: { readonly size: number; readonly root: Buffer },
): Promise<void> {
  await ledger.stateAuditHead(size, root.toString('hex'));
  const nonce = randomBytes(16).toString('hex');
  const attestation = await ledger.attestAudit(ledger.mspId, nonce);
  await publish(encodeAuditHead({ v: 1, mspId: ledger.mspId, nonce, attestation }));
}
