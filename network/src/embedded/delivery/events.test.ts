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

const payloads = (events: readonly ChaincodeEvent[]): string[] =>
  events.map(({ payload }) => Buffer.from(payload).toString());

describe('chaincode events', () => {
  it('come live, from the moment of asking', async () => {
    await emit('entry', 'before');
    const events = await client.network.getChaincodeEvents('certbridge');
    // The stream begins where the ledger stood when the request arrived: let it arrive.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const block = await emit('entry', 'live');
    const [event] = await take(events, 1);
    expect(event).toMatchObject({ chaincodeName: 'certbridge', eventName: 'entry', blockNumber: block });
    expect(payloads([event!])).toEqual(['live']);
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

  it('of rejected transactions are not told', async () => {
    const { code, block } = await submitForCode(client.contract, 'Emit', ['entry', 'rejected'], [ZHEJIANG]);
    expect(code).not.toBe(0);
    await emit('entry', 'accepted');
    const events = await client.network.getChaincodeEvents('certbridge', { startBlock: block });
    expect(payloads(await take(events, 1))).toEqual(['accepted']);
  });

  it('are not told to strangers', async () => {
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
    await new Promise((resolve) => setTimeout(resolve, 300));
    const number = await emit('entry', 'x');
    const [block] = await take(events, 1);
    expect(block?.getHeader()?.getNumber()).toBe(Number(number));
    await checkpoint.checkpointBlock(number);
    const after = await emit('entry', 'y');
    const [next] = await take(await client.network.getBlockEvents({ checkpoint }), 1);
    expect(next?.getHeader()?.getNumber()).toBe(Number(after));
  });

  it('frees the place of a reader that went away', async () => {
    for (let i = 0; i < 30; i += 1) {
      await take(await client.network.getFilteredBlockEvents({ startBlock: 0n }), 1);
      await take(await client.network.getChaincodeEvents('certbridge', { startBlock: 0n }), 1);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await emit('entry', 'still there');
  });

  it('refuses more readers than it has places', async () => {
    const open = await Promise.all(
      [1, 2, 3, 4, 5].map(async () => client.network.getBlockEvents({ startBlock: 0n })),
    );
    for (const events of open) await events[Symbol.asyncIterator]().next();
    const error = await failureOf(take(await client.network.getBlockEvents({ startBlock: 0n }), 1));
    expect(error.message).toContain('too many requests for /protos.Deliver, exceeding concurrency limit (5)');
    for (const events of open) events.close();
  });
});
