import { generateKeyPairSync, verify } from 'node:crypto';
import { Metadata, status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { ecdsaToRaw, isLowS } from '@certbridge/verifier-sdk/formats';
import { describe, expect, it } from 'vitest';
import { classify } from './failure.js';
import { LedgerRefusal, LedgerUnavailable } from './errors.js';
import { signingIdentity } from './identity.js';
import { combinations } from './provinces.js';
import { settle } from './retry.js';

/* Whole calls are tested on ledgers, in tests/src/ledger; here is what ledgers rarely or never do. */

function failure(code: status, ...details: [mspId: string, message: string][]): GatewayError {
  const cause = Object.assign(new Error('failed'), { code, details: 'failed', metadata: new Metadata() });
  return new GatewayError({
    code,
    cause,
    message: 'failed',
    details: details.map(([mspId, message]) => ({ mspId, message, address: `${mspId}:7051` })),
  });
}
const taken = 'chaincode response 500, ENTRY_SEQ_TAKEN a different entry stands at this seq';
const never = new AbortController().signal;

describe('a failure', () => {
  it('is a refusal when every endorser says the same code, however it words it', () => {
    const other = 'chaincode response 500, ENTRY_SEQ_TAKEN worded by another version';
    const refused = classify(failure(status.ABORTED, ['AnhuiMSP', taken], ['SichuanMSP', other]));
    expect(refused).toMatchObject({
      kind: 'refused',
      code: 'ENTRY_SEQ_TAKEN',
      sentence: 'a different entry stands at this seq',
    });
    expect(refused).toHaveProperty('provinces', new Set(['AnhuiMSP', 'SichuanMSP']));
  });

  it.each<[string, [string, string][]]>([
    [
      'codes differ',
      [
        ['AnhuiMSP', taken],
        ['SichuanMSP', 'chaincode response 500, ENTRY_SEQ_SKIPPED the next seq is 3'],
      ],
    ],
    [
      'one endorser has another trouble',
      [
        ['AnhuiMSP', taken],
        ['SichuanMSP', 'error in simulation: could not launch chaincode'],
      ],
    ],
    ['payloads do not match', []],
  ])('is unsettled when %s', (_, details) => {
    expect(classify(failure(status.ABORTED, ...details))).toEqual({ kind: 'unsettled' });
  });

  it('is the peer that cannot be reached, unless that peer only lacks endorsers of a province', () => {
    expect(classify(failure(status.UNAVAILABLE))).toEqual({ kind: 'unreachable' });
    expect(classify(failure(status.DEADLINE_EXCEEDED))).toEqual({ kind: 'unreachable' });
    const lacking = failure(status.UNAVAILABLE);
    lacking.message = '14 UNAVAILABLE: failed to find any endorsing peers for org(s): SichuanMSP';
    expect(classify(lacking)).toEqual({ kind: 'unsettled' });
  });

  it('of our own making is thrown on', () => {
    expect(() => classify(new TypeError('a mistake'))).toThrow(TypeError);
  });
});

describe('settling', () => {
  const bothAgree = ({ provinces }: { provinces: ReadonlySet<string> }): boolean => provinces.size >= 2;

  it('asks again when one peer refuses alone, as one that lags does', async () => {
    const attempts: number[] = [];
    const result = await settle(never, bothAgree, (attempt) => {
      attempts.push(attempt);
      return attempt === 0
        ? Promise.reject(failure(status.ABORTED, ['AnhuiMSP', taken]))
        : Promise.resolve({ done: 'well' });
    });
    expect({ result, attempts }).toEqual({ result: 'well', attempts: [0, 1] });
  });

  it('ends with the refusal that enough provinces agree on', async () => {
    let attempts = 0;
    const settled = settle(never, bothAgree, () => {
      attempts += 1;
      return Promise.reject(failure(status.ABORTED, ['AnhuiMSP', taken], ['SichuanMSP', taken]));
    });
    await expect(settled).rejects.toBeInstanceOf(LedgerRefusal);
    expect(attempts).toBe(1);
  });

  it('gives up after a bounded number of attempts', async () => {
    let attempts = 0;
    const settled = settle(never, bothAgree, () => {
      attempts += 1;
      return Promise.resolve({ again: 'MVCC_READ_CONFLICT' });
    });
    await expect(settled).rejects.toBeInstanceOf(LedgerUnavailable);
    expect(attempts).toBe(8);
  });

  it('ends when the connection is closed', async () => {
    const closing = new AbortController();
    const settled = settle(closing.signal, bothAgree, () => {
      closing.abort();
      return Promise.resolve({ again: 'MVCC_READ_CONFLICT' });
    });
    await expect(settled).rejects.toBeInstanceOf(LedgerUnavailable);
  });
});

describe('the signer', () => {
  it('signs SHA-256 of the message in DER with low s, always', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { signer, hash } = signingIdentity('AnhuiMSP', { certificate: '', privateKey: pem });
    for (let index = 0; index < 64; index += 1) {
      const message = Buffer.from(`message ${index}`);
      const signature = await signer!(hash!(message));
      expect(isLowS(ecdsaToRaw(signature))).toBe(true);
      expect(verify('sha256', message, publicKey, signature)).toBe(true);
    }
  });
});

describe('choices of provinces', () => {
  it('begin with the first ones and are bounded', () => {
    expect(combinations(['a', 'b', 'c'], 2)).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ]);
    expect(combinations(['a', 'b', 'c'], 3)).toEqual([['a', 'b', 'c']]);
    expect(
      combinations(
        Array.from({ length: 64 }, (_, index) => index),
        33,
      ).length,
    ).toBeLessThanOrEqual(16);
  });
});
