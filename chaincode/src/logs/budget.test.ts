import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../canonical/json';
import type { JsonObject } from '../canonical/json';
import { registerIssuer } from '../issuers/register';
import { revokeKey } from '../keys/revoke';
import { Sample, ZHEJIANG } from '../unit-ledger/sample';
import { BUDGETS } from './logs';

const refused = expect.objectContaining({ code: 'LOG_BUDGET' }) as Error;

let sample: Sample;
beforeEach(async () => {
  sample = await Sample.start();
});

/** Fills a log's hour but for `left` bytes, as so many records would have. */
async function fill(log: 'i' | 'p' | 'n', id: string, left: number): Promise<void> {
  await sample.ledger.call('AnhuiMSP', '', async ({ state }) => {
    const head = (await state.get(['head', log, id])) as JsonObject;
    await state.put(['head', log, id], { ...head, bytes: BUDGETS[log] - left });
  });
}

const many = (state: string): JsonObject[] =>
  Array.from({ length: 3 }, (_, at) => sample.change(String(at).padStart(32, '0'), state));

describe('the bytes that a log takes in an hour', () => {
  it('end with the hour, and are counted from what the records have', async () => {
    await sample.append(sample.entry(sample.tree()));
    const length = canonicalJson(sample.entry(sample.tree())).length;
    await fill('i', ZHEJIANG, length - 1);
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused);
    await fill('i', ZHEJIANG, length);
    await sample.append(sample.entry(sample.tree()));
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused);
    sample.ledger.now += 3_600_000;
    await sample.append(sample.entry(sample.tree()));
  });

  it('are not given again by a time of the hour before', async () => {
    await sample.append(sample.entry(sample.tree()));
    await fill('i', ZHEJIANG, 0);
    sample.ledger.now -= 60_000;
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused);
    sample.ledger.now += 60_000;
    await expect(sample.append(sample.entry(sample.tree()))).rejects.toThrow(refused);
  });

  it('do not hold up revocations, suspensions and cancellations, nor do these use them up', async () => {
    await sample.append(sample.entry(sample.tree()));
    await fill('i', ZHEJIANG, 0);
    for (const state of ['suspended', 'revoked']) await sample.appendChanges(...many(state));
    const length = canonicalJson(sample.entry(sample.tree())).length;
    await fill('i', ZHEJIANG, length);
    await sample.appendChanges(sample.change('d'.repeat(32), 'suspended'));
    await sample.append(sample.entry(sample.tree()));
    const mixed = [
      sample.change('a'.repeat(32), 'revoked'),
      sample.change('b'.repeat(32), 'transferred', { issuer: ZHEJIANG, cert: 'c'.repeat(32) }),
    ];
    await expect(sample.appendChanges(...mixed)).rejects.toThrow(refused);
    await expect(
      sample.append(sample.entry({ ...sample.tree(), changes: [sample.change('a'.repeat(32), 'revoked')] })),
    ).rejects.toThrow(refused);
  });

  it('do not hold up the revocation of a key', async () => {
    await fill('p', 'ZhejiangMSP', 0);
    const register = sample.ledger.call('ZhejiangMSP', 'service', (tx) =>
      registerIssuer(tx, ZHEJIANG, '示例新厅', '[]'),
    );
    await expect(register).rejects.toThrow(refused);
    await sample.ledger.call('ZhejiangMSP', 'service', (tx) => revokeKey(tx, ZHEJIANG, sample.kid, 'lost'));
  });
});
