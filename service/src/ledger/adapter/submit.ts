import { StatusCode } from '@hyperledger/fabric-gateway';
import type { Status } from '@hyperledger/fabric-gateway';
import { traced } from '../../platform/tracing/index.js';
import { LedgerUnavailable } from './errors.js';
import type { Failure } from './failure.js';
import type { Actor, Peers } from './peers.js';
import type { Provinces } from './provinces.js';
import { settle } from './retry.js';
import { ledgerSpan } from './span.js';
import type { Attempt } from './retry.js';
import { send } from './send.js';

export interface Call {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly actor?: Actor;
}

interface Parts {
  readonly peers: Peers;
  readonly provinces: Provinces;
  readonly signal: AbortSignal;
}

/**
 * Endorses, submits and waits for the commit. Of transactions that collide (MVCC) the loser is endorsed anew,
 * which reads the state anew. A peer that refuses alone may lag: then `threshold` provinces are asked by name,
 * and only what they agree on is final.
 */
export async function submit(parts: Parts, call: Call): Promise<Uint8Array> {
  const { threshold } = await parts.provinces.current();
  const isFinal = ({ provinces }: Extract<Failure, { kind: 'refused' }>): boolean =>
    provinces.size >= threshold;
  return traced(ledgerSpan('submit', call.name), () =>
    settle(parts.signal, isFinal, async (attempt) => {
      const asked = attempt === 0 ? undefined : await parts.provinces.choose(attempt - 1);
      return once(parts, call, asked);
    }),
  );
}

async function once(
  { peers }: Parts,
  call: Call,
  organizations: string[] | undefined,
): Promise<Attempt<Uint8Array>> {
  const actor = call.actor ?? 'service';
  const { bytes, result } = await peers.with(actor, async ({ contract }) => {
    const proposal = contract.newProposal(call.name, {
      arguments: [...call.arguments],
      ...(organizations ? { endorsingOrganizations: organizations } : {}),
    });
    const transaction = await proposal.endorse();
    return { bytes: transaction.getBytes(), result: transaction.getResult() };
  });
  const status = await commit(peers, actor, bytes);
  if (status.successful) return { done: result };
  return { again: `committed as invalid (${nameOf(status.code)})` };
}

/**
 * Sends one endorsed transaction, to another peer too if the first fails: it has one id, so however often it
 * arrives it is committed once. When nobody can say how it ended, it may still be committed.
 */
async function commit(peers: Peers, actor: Actor, bytes: Uint8Array): Promise<Status> {
  try {
    const request = await peers.with(actor, (access) => send(access, bytes));
    return await finalStatus(peers, actor, request);
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    throw new LedgerUnavailable(error.message, { cause: error, pending: true });
  }
}

function nameOf(code: number): string {
  return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? String(code);
}

/** A second copy of a transaction is invalid as a duplicate; what counts is how the first one ended. */
async function finalStatus(peers: Peers, actor: Actor, request: Uint8Array): Promise<Status> {
  const ask = (): Promise<Status> =>
    peers.with(actor, ({ gateway }) => gateway.newCommit(request).getStatus());
  const status = await ask();
  return status.code === StatusCode.DUPLICATE_TXID ? ask() : status;
}
