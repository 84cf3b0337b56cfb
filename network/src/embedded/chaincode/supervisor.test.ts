import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, failureOf, SICHUAN, submitForCode, TestLedger, ANHUI, ZHEJIANG } from '../testing/ledger.js';
import type { LedgerClient } from '../testing/ledger.js';

let ledger: TestLedger;
let client: LedgerClient;

beforeAll(async () => {
  ledger = await TestLedger.start({ settings: { executeTimeoutMs: 1_000 } });
  client = await ledger.client();
});

afterAll(async () => ledger.close());

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A call that meets the contract while it is being ended fails, as with a peer; its caller sends again. */
async function sentAgain<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if ((error as { code?: number }).code !== ABORTED) throw error;
    }
  }
}

const DEADLINE_EXCEEDED = 4;
const ABORTED = 10;

describe("the contract's process", () => {
  it('is started again when it is killed, and requests wait for it', async () => {
    const before = ledger.ledger.contractPid!;
    process.kill(before, 'SIGKILL');
    while (isRunning(before)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await submitForCode(client.contract, 'Put', ['after kill', 'x'])).code).toBe(0);
    expect(ledger.ledger.contractPid).not.toBe(before);
  });

  it('fails what it was running when it crashed, and only that', async () => {
    const slow = failureOf(
      client.contract.evaluate('Sleep', { arguments: ['800'], endorsingOrganizations: [ZHEJIANG] }),
    );
    const crashed = await failureOf(
      client.contract.submit('Crash', { endorsingOrganizations: [ZHEJIANG, ANHUI, SICHUAN] }),
    );
    expect(crashed.code).toBe(10);
    for (const { message } of crashed.details) expect(message).toMatch(/chaincode stream terminated$/);
    await slow.catch(() => undefined);
    const after = await sentAgain(() => submitForCode(client.contract, 'Put', ['after crash', 'x']));
    expect(after.code).toBe(0);
  });

  it('may take so long and no longer', async () => {
    const error = await failureOf(
      client.contract.submit('Sleep', { arguments: ['1500'], endorsingOrganizations: [ZHEJIANG] }),
    );
    expect(error.details[0]?.message).toMatch(/timeout expired while executing transaction$/);
    const read = await sentAgain(() => client.contract.evaluateTransaction('Get', 'x'));
    expect(decode(read)).toBe('');
  });

  it('is ended and started again when it loops without end', async () => {
    const before = ledger.ledger.contractPid!;
    await failureOf(client.contract.submit('Loop', { endorsingOrganizations: [ZHEJIANG] }));
    const after = await sentAgain(() => submitForCode(client.contract, 'Put', ['after loop', 'x']));
    expect(after.code).toBe(0);
    expect(ledger.ledger.contractPid).not.toBe(before);
  });

  it('ends what it runs for a caller whose deadline is over, who then holds no place any more', async () => {
    const patient = await TestLedger.start({ settings: { gatewayCalls: 1, executeTimeoutMs: 600_000 } });
    const { contract } = await patient.client();
    const endless = contract.newProposal('ReadForEver').evaluate({ deadline: Date.now() + 1_500 });
    expect((await failureOf(endless)).code).toBe(DEADLINE_EXCEEDED);
    const reads = async (): Promise<number> => {
      const read = await contract.evaluateTransaction('Reads').catch(() => undefined);
      return read === undefined ? 0 : Number(decode(read));
    };
    let before = 0;
    const stands = async (): Promise<boolean> => {
      const now = await reads();
      const same = now > 0 && now === before;
      before = now;
      return same;
    };
    await expect.poll(stands, { timeout: 60_000 }).toBe(true);
    await patient.close();
  });

  it('is not taken for a loop without end where the caller had gone before it was asked', async () => {
    const before = ledger.ledger.contractPid!;
    const endless = client.contract.newProposal('ReadForEver');
    expect((await failureOf(endless.evaluate({ deadline: Date.now() + 500 }))).code).toBe(DEADLINE_EXCEEDED);
    // Answered, and after what came before it: the time of every peer that was passed over is over as well.
    await failureOf(client.contract.evaluate('ReadForEver', { endorsingOrganizations: [ZHEJIANG] }));
    await client.contract.evaluateTransaction('Get', 'x');
    expect(ledger.ledger.contractPid).toBe(before);
  });

  it('is gone when the ledger is closed', async () => {
    const other = await TestLedger.start();
    const pid = other.ledger.contractPid!;
    await other.close();
    expect(isRunning(pid)).toBe(false);
  });
});
