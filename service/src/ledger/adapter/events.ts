import { checkpointers } from '@hyperledger/fabric-gateway';
import type { ChaincodeEvent, Checkpointer } from '@hyperledger/fabric-gateway';
import { z } from 'zod';
import { LedgerUnavailable } from './errors.js';
import { classify } from './failure.js';
import type { Access, Peers } from './peers.js';
import { betweenAttempts } from './retry.js';

/** An entry was appended to an issuer's log. */
export interface EntryEvent {
  readonly issuer: string;
  readonly seq: number;
  /** Its position on the ledger: store both, to go on behind it after a restart. */
  readonly block: bigint;
  readonly transactionId: string;
}

export interface EventsOptions {
  /** Go on after this event. Stronger than `from`. */
  readonly after?: { readonly block: bigint; readonly transactionId: string };
  /** Begin with this block, 0 being the first. With neither, only what is appended while connected is seen. */
  readonly from?: bigint;
  /** Ends the events. */
  readonly signal?: AbortSignal;
}

interface Parts {
  readonly peers: Peers;
  readonly chaincode: string;
  readonly signal: AbortSignal;
}

const payload = z.object({ issuer: z.string(), seq: z.number().int().positive() });

/**
 * Events in ledger order, across lost connections none twice and (once `from`, `after` or a first event says
 * where) none left out; ends with its signal only.
 */
export async function* entryEvents(
  parts: Parts,
  options: EventsOptions,
): AsyncGenerator<EntryEvent, void, undefined> {
  const signal = options.signal ? AbortSignal.any([options.signal, parts.signal]) : parts.signal;
  const checkpoint = checkpointers.inMemory();
  if (options.after) await checkpoint.checkpointTransaction(options.after.block, options.after.transactionId);
  const backoff = betweenAttempts();
  while (!signal.aborted) {
    for await (const event of untilBroken(parts, checkpoint, options.from, signal)) {
      backoff.reset();
      const entry = parse(event);
      if (entry) yield entry;
      await checkpoint.checkpointChaincodeEvent(event);
    }
    await backoff.wait(signal);
  }
}

/** One stream's events; ends quietly when the stream breaks. */
async function* untilBroken(
  { peers, chaincode }: Parts,
  checkpoint: Checkpointer,
  startBlock: bigint | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChaincodeEvent, void, undefined> {
  if (signal.aborted) return;
  const options = { checkpoint, ...(startBlock === undefined ? {} : { startBlock }) };
  let access: Access | undefined;
  let close = (): void => undefined;
  try {
    access = await peers.with('service', (found) => Promise.resolve(found));
    const events = await access.network.getChaincodeEvents(chaincode, options);
    close = () => events.close();
    signal.addEventListener('abort', close, { once: true });
    for await (const event of events) yield event;
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) classify(error);
    access?.avoid();
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

function parse(event: ChaincodeEvent): EntryEvent | undefined {
  if (event.eventName !== 'entry') return undefined;
  const { issuer, seq } = payload.parse(JSON.parse(Buffer.from(event.payload).toString('utf8')));
  return { issuer, seq, block: event.blockNumber, transactionId: event.transactionId };
}
