import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointers } from '@hyperledger/fabric-gateway';
import type { ChaincodeEvent, CloseableAsyncIterable } from '@hyperledger/fabric-gateway';
import { CertificateAuthority } from '../../identities/index.js';
import { failureOf, submitForCode, TestLedger, ZHEJIANG } from '../testing/ledger.js';
import type { LedgerClient } from '../testing/ledger.js';

let ledger: TestLedger;
let client: LedgerClient;

beforeAll(async () => {
  ledger = await TestLedger.start({ settings: { deliverStreams: 5, gatewayCalls: 10 } });
  client = await ledger.client();
});

afterAll(async () => ledger.close());

async function take<T>(events: CloseableAsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  events.close();
  return taken;
}

async function emit(name: string, payload: string): Promise<bigint> {
  return (await submitForCode(client.contract, 'Emit', [name, payload])).block;
}

/**
 * Emits until the stream gives something: it begins where the ledger stands when the request arrives there, which
 * nothing tells the client.
 */
async function firstLive<T>(events: CloseableAsyncIterable<T>): Promise<{ first: T; sent: bigint[] }> {
  const sent: bigint[] = [];
  let first: T | undefined;
  const reading = take(events, 1).then(([event]) => (first = event));
  while (first === undefined) sent.push(await emit('entry', 'live'));
  await reading;
  return { first, sent };
}

/** Opens a stream of blocks and reads one; waits for a place, for the ledger learns later that another was left. */
async function openReader(): Promise<CloseableAsyncIterable<unknown>> {
  for (;;) {
    const events = await client.network.getBlockEvents({ startBlock: 0n });
    try {
      await events[Symbol.asyncIterator]().next();
      return events;
    } catch (error) {
      events.close();
      if (!(error as Error).message.includes('exceeding concurrency limit')) throw error;
    }
  }
}

const payloads = (events: readonly ChaincodeEvent[]): string[] =>
  events.map(({ payload }) => Buffer.from(payload).toString());

describe('chaincode events', () => {
  it('come live, from the moment of asking', async () => {
    await emit('entry', 'before');
    const events = await client.network.getChaincodeEvents('certbridge');
    const { first, sent } = await firstLive(events);
    expect(first).toMatchObject({ chaincodeName: 'certbridge', eventName: 'entry' });
    expect(sent).toContain(first.blockNumber);
    expect(payloads([first])).toEqual(['live']);
  });

  it('are replayed from a block and go on live', async () => {
    const startBlock = await emit('entry', 'one');
    await emit('entry', 'two');
    const events = await client.network.getChaincodeEvents('certbridge', { startBlock });
    await emit('entry', 'three');
    expect(payloads(await take(events, 3))).toEqual(['one', 'two', 'three']);
  });

  it('go on after a checkpoint, even within a block', async () => {
    const startBlock = await emit('entry', 'first');
    await Promise.all([emit('entry', 'a'), emit('entry', 'b'), emit('entry', 'c')]);
    const checkpoint = checkpointers.inMemory();
    const all = await take(await client.network.getChaincodeEvents('certbridge', { startBlock }), 4);
    await checkpoint.checkpointChaincodeEvent(all[1]!);
    const rest = await take(await client.network.getChaincodeEvents('certbridge', { checkpoint }), 2);
    expect(payloads(rest)).toEqual(payloads(all.slice(2)));
  });

  it('of rejected transactions are not delivered', async () => {
    const { code, block } = await submitForCode(client.contract, 'Emit', ['entry', 'rejected'], [ZHEJIANG]);
    expect(code).not.toBe(0);
    await emit('entry', 'accepted');
    const events = await client.network.getChaincodeEvents('certbridge', { startBlock: block });
    expect(payloads(await take(events, 1))).toEqual(['accepted']);
  });

  it('are refused to identities of no province', async () => {
    const foreign = await CertificateAuthority.create(ZHEJIANG, `ca.${ZHEJIANG}`);
    const outsider = await ledger.client({
      credential: await foreign.issueIdentity({ name: 'x', role: 'client' }),
    });
    const events = await outsider.network.getChaincodeEvents('certbridge', { startBlock: 0n });
    expect((await failureOf(take(events, 1))).code).toBe(7);
  });
});

describe('block delivery', () => {
  it('gives every block from the first, whole and linked', async () => {
    const last = await emit('entry', 'linked');
    const blocks = await take(await client.network.getBlockEvents({ startBlock: 0n }), Number(last) + 1);
    expect(blocks.map((block) => block.getHeader()?.getNumber())).toEqual(blocks.map((_, number) => number));
    expect(blocks.at(-1)?.getData()?.getDataList()).toHaveLength(1);
  });

  it('gives filtered blocks without payloads', async () => {
    const { block } = await submitForCode(client.contract, 'Emit', ['entry', 'filtered']);
    const [filtered] = await take(await client.network.getFilteredBlockEvents({ startBlock: block }), 1);
    const [transaction] = filtered!.getFilteredTransactionsList();
    expect(filtered!.getChannelId()).toBe('certbridge');
    expect(transaction?.getTxValidationCode()).toBe(0);
    const event = transaction?.getTransactionActions()?.getChaincodeActionsList()[0]?.getChaincodeEvent();
    expect(event?.getEventName()).toBe('entry');
    expect(event?.getPayload_asU8()).toHaveLength(0);
  });

  it('gives blocks with their private data, of which there is none', async () => {
    const [both] = await take(await client.network.getBlockAndPrivateDataEvents({ startBlock: 1n }), 1);
    expect(both?.getBlock()?.getHeader()?.getNumber()).toBe(1);
  });

  it('goes on live and from a checkpoint', async () => {
    const checkpoint = checkpointers.inMemory();
    const events = await client.network.getBlockEvents();
    const { first, sent } = await firstLive(events);
    expect(sent.map(Number)).toContain(first.getHeader()?.getNumber());
    const number = sent.at(-1)!;
    await checkpoint.checkpointBlock(number);
    const after = await emit('entry', 'y');
    const [next] = await take(await client.network.getBlockEvents({ checkpoint }), 1);
    expect(next?.getHeader()?.getNumber()).toBe(Number(after));
  });

  it('frees the place of a reader that went away', async () => {
    for (let i = 0; i < 30; i += 1) {
      (await openReader()).close();
      await take(await client.network.getChaincodeEvents('certbridge', { startBlock: 0n }), 1);
    }
    await emit('entry', 'still there');
  });

  it('refuses more readers than it has places', async () => {
    const open = await Promise.all([1, 2, 3, 4, 5].map(() => openReader()));
    const error = await failureOf(take(await client.network.getBlockEvents({ startBlock: 0n }), 1));
    expect(error.message).toContain('too many requests for /protos.Deliver, exceeding concurrency limit (5)');
    for (const events of open) events.close();
  });
});
