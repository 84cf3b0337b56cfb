import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { blockFlags } from '../blocks/block.js';
import { decode, submitForCode, TestLedger, ZHEJIANG } from '../testing/ledger.js';
import type { LedgerClient } from '../testing/ledger.js';

const { VALID, DUPLICATE_TXID, ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT, PHANTOM_READ_CONFLICT } =
  peer.TxValidationCode;

let ledger: TestLedger;
let client: LedgerClient;

beforeAll(async () => {
  // Slow enough for transactions that are submitted together to share a block.
  ledger = await TestLedger.start({ settings: { blockTimeoutMs: 100 } });
  client = await ledger.client();
});

afterAll(async () => ledger.close());

async function endorse(name: string, ...args: string[]): Promise<Transaction> {
  return client.contract.newProposal(name, { arguments: args }).endorse();
}

async function codeOf(transaction: Transaction): Promise<number> {
  return (await (await transaction.submit()).getStatus()).code;
}

describe('validation at commit', () => {
  it('rejects a read that was overwritten meanwhile, in another block or in the same', async () => {
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(async () => endorse('Increment', 'contended')),
    );
    expect(await codeOf(first!)).toBe(VALID);
    expect(await Promise.all([codeOf(second!), codeOf(third!)])).toEqual([
      MVCC_READ_CONFLICT,
      MVCC_READ_CONFLICT,
    ]);
    const [a, b] = await Promise.all([
      endorse('Increment', 'same block'),
      endorse('Increment', 'same block'),
    ]);
    expect((await Promise.all([codeOf(a), codeOf(b)])).sort()).toEqual([VALID, MVCC_READ_CONFLICT]);
    expect(decode(await client.contract.evaluateTransaction('Get', 'contended'))).toBe('1');
  });

  it('rejects a read of a key that was missing and appeared', async () => {
    const stale = await endorse('Increment', 'appears');
    await client.contract.submitTransaction('Put', 'appears', '7');
    expect(await codeOf(stale)).toBe(MVCC_READ_CONFLICT);
  });

  it.each([3, 120])('rejects a range of %i keys in which a key appeared', async (count) => {
    const prefix = `phantom-${count}-`;
    await client.contract.submitTransaction('PutMany', prefix, String(count));
    const stale = await endorse('Count', prefix, `${prefix}~`, `count-${count}`);
    const fresh = await endorse('Count', `${prefix}0`, `${prefix}00001`, `part-${count}`);
    await client.contract.submitTransaction('Put', `${prefix}00001x`, 'x');
    expect(await codeOf(stale)).toBe(PHANTOM_READ_CONFLICT);
    expect(await codeOf(fresh)).toBe(VALID);
  });

  it.each([3, 120])('rejects a range of %i keys in which a key changed or vanished', async (count) => {
    const prefix = `vanish-${count}-`;
    await client.contract.submitTransaction('PutMany', prefix, String(count));
    const beforeChange = await endorse('Count', prefix, `${prefix}~`, 'changed');
    await client.contract.submitTransaction('Put', `${prefix}00002`, 'other');
    const beforeDeletion = await endorse('Count', prefix, `${prefix}~`, 'deleted');
    await client.contract.submitTransaction('Delete', `${prefix}00001`);
    expect(await codeOf(beforeChange)).toBe(PHANTOM_READ_CONFLICT);
    expect(await codeOf(beforeDeletion)).toBe(PHANTOM_READ_CONFLICT);
    expect(await codeOf(await endorse('Count', prefix, `${prefix}~`, 'unchanged'))).toBe(VALID);
  });

  it('sees a phantom that an earlier transaction of the same block made', async () => {
    await client.contract.submitTransaction('PutMany', 'same-', '2');
    const put = await endorse('Put', 'same-00000x', 'x');
    const count = await endorse('Count', 'same-', 'same-~', 'same count');
    const commits = [await put.submit(), await count.submit()];
    const statuses = await Promise.all(commits.map(async (commit) => commit.getStatus()));
    expect(statuses[0]?.blockNumber).toBe(statuses[1]?.blockNumber);
    expect(statuses.map(({ code }) => code)).toEqual([VALID, PHANTOM_READ_CONFLICT]);
  });

  it('does not mind changes beyond what an unfinished range query saw', async () => {
    // 101 results are read ahead for the first batch of 100: the change must lie behind them.
    await client.contract.submitTransaction('PutMany', 'ahead-', '150');
    const first = await endorse('First', 'ahead-', 'ahead-~', 'ahead first');
    await client.contract.submitTransaction('Put', 'ahead-00140x', 'x');
    expect(await codeOf(first)).toBe(VALID);
  });

  it('rejects a transaction that too few provinces endorsed', async () => {
    const { code } = await submitForCode(client.contract, 'Put', ['lonely', 'x'], [ZHEJIANG]);
    expect(code).toBe(ENDORSEMENT_POLICY_FAILURE);
    expect(decode(await client.contract.evaluateTransaction('Get', 'lonely'))).toBe('');
  });

  it('commits a transaction once, however often it is submitted', async () => {
    const transaction = await endorse('Put', 'once', 'x');
    const first = await (await transaction.submit()).getStatus();
    await transaction.submit();
    const after = await submitForCode(client.contract, 'Put', ['later', 'x']);
    const again = await (await transaction.submit()).getStatus();
    expect(again).toMatchObject({ code: VALID, blockNumber: first.blockNumber });
    const flags: number[] = [];
    const blocks = await client.network.getBlockEvents({ startBlock: first.blockNumber });
    for await (const block of blocks) {
      flags.push(...blockFlags(common.Block.deserializeBinary(block.serializeBinary())));
      if (block.getHeader()?.getNumber() === Number(after.block)) break;
    }
    blocks.close();
    expect(flags).toContain(DUPLICATE_TXID);
  });
});
