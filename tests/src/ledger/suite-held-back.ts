import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StatusCode } from '@hyperledger/fabric-gateway';
import type { Transaction } from '@hyperledger/fabric-gateway';
import { canonicalJson } from '@certbridge/verifier-sdk/formats';
import type { Entry, Json } from '@certbridge/verifier-sdk/formats';
import { send } from '@certbridge/service/ledger/adapter';
import { IssuerLog, newNonce } from './issuers.js';
import { rawGateway } from './raw-gateway.js';
import type { RawGateway } from './raw-gateway.js';
import type { Bed } from './bed.js';

/** What a client may try that has a transaction endorsed and then does something else with it than it should. */
export function heldBack(bed: () => Bed): void {
  describe('an endorsed transaction', () => {
    let raw: RawGateway;
    beforeAll(async () => {
      raw = await rawGateway(bed().running.ledgerFiles['ZhejiangMSP']!);
    });
    afterAll(() => {
      raw.close();
    });

    const endorse = (entry: Entry): Promise<Transaction> =>
      raw.contract.newProposal('Append', { arguments: [canonicalJson(entry as unknown as Json)] }).endorse();
    const commit = async (transaction: Transaction): Promise<number> =>
      (await (await transaction.submit()).getStatus()).code;

    it('that was held back across the revocation of its key is committed as invalid', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const held = await endorse(log.next(log.tree()));
      expect(await zhejiang.revokeKey(log.issuer, log.kid, 'key-compromise')).toEqual(log.under);
      expect(await commit(held)).toBe(StatusCode.MVCC_READ_CONFLICT);
      expect(await zhejiang.entries(log.issuer, 1, 100)).toEqual([]);
    });

    it('that was held back while the log went on is committed as invalid', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const held = await endorse(log.next(log.tree()));
      await log.append(log.next(log.tree()));
      expect(await commit(held)).toBe(StatusCode.MVCC_READ_CONFLICT);
    });

    it('that is sent twice is committed once', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const entry = log.next(log.tree());
      const transaction = await endorse(entry);
      const first = await transaction.submit();
      const second = await transaction.submit().catch(() => undefined);
      expect((await first.getStatus()).code).toBe(StatusCode.VALID);
      expect([StatusCode.VALID, StatusCode.DUPLICATE_TXID]).toContain(
        (await second?.getStatus())?.code ?? StatusCode.VALID,
      );
      expect(await zhejiang.entries(log.issuer, 1, 100)).toEqual([entry]);
    });

    it('that is sent again once it is in a block is told how it ended, though orderers turn it away', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      const transaction = await endorse(log.next(log.tree()));
      expect(await commit(transaction)).toBe(StatusCode.VALID);
      const again = raw.gateway.newCommit(await send(raw, transaction.getBytes()));
      expect([StatusCode.VALID, StatusCode.DUPLICATE_TXID]).toContain((await again.getStatus()).code);
    });

    it('of a statement writes nothing even if it is submitted', async () => {
      const { zhejiang } = bed();
      const before = await zhejiang.heads();
      const proposal = raw.contract.newProposal('AttestCheckpoint', { arguments: [newNonce()] });
      expect(await commit(await proposal.endorse())).toBe(StatusCode.VALID);
      expect(await zhejiang.heads()).toEqual(before);
    });

    it('of any function but Attest* never answers with a tag', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang, '{"$tag":"certbridge/entry/1"}');
      const cert = '00'.repeat(16);
      const calls: [string, ...string[]][] = [
        ['GetNetwork'],
        ['GetProposals', '', '100'],
        ['GetRegistry', log.issuer],
        ['GetEntries', log.issuer, '1', '100'],
        ['GetRecords', 'n', zhejiang.network, '1', '100'],
        ['GetHeads', '', '1000'],
        ['GetStatus', log.issuer, cert],
        ['GetHistory', log.issuer, cert],
        ['Beat'],
        ['org.hyperledger.fabric:GetMetadata'],
      ];
      for (const [name, ...args] of calls) {
        const answer = Buffer.from(await raw.contract.evaluateTransaction(name, ...args)).toString();
        expect(answer.startsWith('{"')).toBe(true);
        expect(answer.startsWith('{"$tag"')).toBe(false);
      }
      const appended = await endorse(log.next(log.tree()));
      expect(Buffer.from(appended.getResult()).toString().startsWith('{"entry":"')).toBe(true);
    });

    it('is refused for functions and arguments that do not exist', async () => {
      await expect(raw.contract.submitTransaction('Steal')).rejects.toThrow();
      await expect(raw.contract.submitTransaction('Append')).rejects.toThrow();
      await expect(raw.contract.submitTransaction('Beat', 'now')).rejects.toThrow();
    });
  });
}
