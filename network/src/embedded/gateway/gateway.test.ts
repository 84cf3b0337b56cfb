import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANHUI, decode, failureOf, SICHUAN, submitForCode, TestLedger, ZHEJIANG } from '../testing/ledger.js';
import type { LedgerClient } from '../testing/ledger.js';

let ledger: TestLedger;
let client: LedgerClient;

beforeAll(async () => {
  ledger = await TestLedger.start();
  client = await ledger.client();
});

afterAll(async () => ledger.close());

describe('submit and evaluate', () => {
  it('commits what was submitted and evaluates it', async () => {
    await client.contract.submitTransaction('Put', 'greeting', '你好');
    expect(decode(await client.contract.evaluateTransaction('Get', 'greeting'))).toBe('你好');
  });

  it('returns the result of an endorsed transaction before it is committed', async () => {
    const transaction = await client.contract.newProposal('Increment', { arguments: ['counter'] }).endorse();
    expect(decode(transaction.getResult())).toBe('1');
    expect(decode(await client.contract.evaluateTransaction('Get', 'counter'))).toBe('');
    const status = await (await transaction.submit()).getStatus();
    expect(status.successful).toBe(true);
    expect(decode(await client.contract.evaluateTransaction('Get', 'counter'))).toBe('1');
  });

  it('reads committed state only: a write is not seen by the transaction that makes it', async () => {
    await client.contract.submitTransaction('Put', 'deleted', 'x');
    await client.contract.submitTransaction('Delete', 'deleted');
    expect(decode(await client.contract.evaluateTransaction('Get', 'deleted'))).toBe('');
  });

  it('evaluates without leaving a trace on the ledger', async () => {
    await client.contract.evaluateTransaction('Put', 'untouched', 'x');
    expect(decode(await client.contract.evaluateTransaction('Get', 'untouched'))).toBe('');
  });

  it('carries transient data to the contract', async () => {
    const result = await client.contract.evaluate('Transient', {
      arguments: ['secret'],
      transientData: { secret: 'value' },
    });
    expect(decode(result)).toBe('value');
  });

  it('serves every province and shows the contract who calls', async () => {
    for (const mspId of [ZHEJIANG, ANHUI, SICHUAN]) {
      const other = await ledger.client({ mspId });
      expect(JSON.parse(decode(await other.contract.evaluateTransaction('Caller')))).toEqual({
        mspId,
        roles: 'issuer service',
      });
    }
    const administrator = await ledger.client({ member: 'administrator' });
    expect(JSON.parse(decode(await administrator.contract.evaluateTransaction('Caller')))).toEqual({
      mspId: ZHEJIANG,
      roles: 'administrator',
    });
  });
});

describe('queries', () => {
  it('returns keys in the order of their UTF-8 bytes', async () => {
    // UTF-16 would put U+1F600, a surrogate pair, before U+FF5E.
    const keys = ['order-a', 'order-～', 'order-😀', 'order-中'];
    for (const key of keys) await client.contract.submitTransaction('Put', key, 'x');
    const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const found: unknown = JSON.parse(
      decode(await client.contract.evaluateTransaction('Keys', 'order-', 'order-\u{10ffff}')),
    );
    expect(found).toEqual(sorted);
    expect(sorted.indexOf('order-～')).toBeLessThan(sorted.indexOf('order-😀'));
  });

  it.each([0, 1, 99, 100, 101, 200, 201, 251])(
    'returns all %i results of a range over several batches',
    async (count) => {
      const prefix = `many-${count}-`;
      await client.contract.submitTransaction('PutMany', prefix, String(count));
      const found = JSON.parse(
        decode(await client.contract.evaluateTransaction('Keys', prefix, `${prefix}~`)),
      ) as string[];
      expect(found).toHaveLength(count);
    },
  );

  it('finds composite keys by their first parts', async () => {
    for (const parts of ['["issuer-1","2"]', '["issuer-1","1"]', '["issuer-2","1"]']) {
      await client.contract.submitTransaction('PutComposite', 'entry', parts);
    }
    const found: unknown = JSON.parse(
      decode(await client.contract.evaluateTransaction('Composites', 'entry', '["issuer-1"]')),
    );
    expect(found).toEqual([
      ['issuer-1', '1'],
      ['issuer-1', '2'],
    ]);
  });

  it.each([
    ['2', ''],
    ['0', 'page-00004'],
  ])('refuses pages of %s from %j on: no contract here asks for any', async (size, bookmark) => {
    const page = client.contract.evaluateTransaction('Page', 'page-', 'page-~', size, bookmark);
    expect((await failureOf(page)).details[0]?.message).toContain(
      'the embedded ledger has no paginated queries',
    );
  });

  it('tells the history of a key, newest first, deletions included', async () => {
    await client.contract.submitTransaction('Put', 'past', 'one');
    await client.contract.submitTransaction('Put', 'past', 'two');
    await client.contract.submitTransaction('Delete', 'past');
    const history = JSON.parse(
      decode(await client.contract.evaluateTransaction('History', 'past')),
    ) as object[];
    expect(history).toMatchObject([
      { value: '', deleted: true },
      { value: 'two', deleted: false },
      { value: 'one', deleted: false },
    ]);
  });
});

describe('endorsement', () => {
  it('collects an endorsement of each organisation named, over one and the same payload', async () => {
    const transaction = await client.contract
      .newProposal('Put', {
        arguments: ['endorsed', 'x'],
        endorsingOrganizations: [ZHEJIANG, ANHUI, SICHUAN],
      })
      .endorse();
    const status = await (await transaction.submit()).getStatus();
    expect(status.code).toBe(0);
  });

  it('finds enough organisations by itself', async () => {
    expect((await submitForCode(client.contract, 'Put', ['by policy', 'x'])).code).toBe(0);
  });

  it('says which organisation has no peers', async () => {
    const error = await failureOf(
      client.contract.submit('Put', {
        arguments: ['a', 'b'],
        endorsingOrganizations: [ZHEJIANG, 'HunanMSP'],
      }),
    );
    expect(error.code).toBe(14);
    expect(error.message).toContain('failed to find any endorsing peers for org(s): HunanMSP');
  });

  it('does not endorse a contract that answers differently at each peer', async () => {
    const error = await failureOf(client.contract.submitTransaction('Random'));
    expect(error.code).toBe(10);
    expect(error.details.map(({ message }) => message)).toContain('ProposalResponsePayloads do not match');
  });
});

describe('what a contract refuses', () => {
  it('comes as status 10 with one detail for each endorser when endorsing', async () => {
    const error = await failureOf(
      client.contract.submit('Refuse', {
        arguments: ['NOT_ALLOWED because'],
        endorsingOrganizations: [ZHEJIANG, ANHUI, SICHUAN],
      }),
    );
    expect(error.code).toBe(10);
    expect(error.message).toContain('failed to collect enough transaction endorsements');
    expect(error.details.map(({ mspId }) => mspId).sort()).toEqual([ANHUI, SICHUAN, ZHEJIANG]);
    for (const detail of error.details) {
      expect(detail.message).toBe('chaincode response 500, NOT_ALLOWED because');
      expect(detail.address).toBe(ledger.ledger.endpoint);
    }
  });

  it('comes as status 10 with the first endorser alone when the gateway chooses', async () => {
    const error = await failureOf(client.contract.submitTransaction('Refuse', 'NO'));
    expect(error.code).toBe(10);
    expect(error.message).toContain('failed to endorse transaction, see attached details for more info');
    expect(error.details).toMatchObject([{ mspId: ZHEJIANG, message: 'chaincode response 500, NO' }]);
  });

  it('comes as status 2 when evaluating', async () => {
    const error = await failureOf(client.contract.evaluateTransaction('Refuse', 'NO'));
    expect(error.code).toBe(2);
    expect(error.message).toContain('evaluate call to endorser returned error: chaincode response 500, NO');
    expect(error.details).toMatchObject([{ mspId: ZHEJIANG, message: 'chaincode response 500, NO' }]);
  });

  it('says what the ledger leaves out', async () => {
    const error = await failureOf(client.contract.evaluateTransaction('Private'));
    expect(error.details[0]?.message).toContain('the embedded ledger has no private data');
  });

  it('names a chaincode that is not there', async () => {
    const error = await failureOf(client.network.getContract('other').evaluateTransaction('Get', 'x'));
    expect(error.code).toBe(9);
    expect(error.message).toContain('no peers available to evaluate chaincode other in channel certbridge');
  });
});
