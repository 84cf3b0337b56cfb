import { beforeAll, afterAll, describe } from 'vitest';
import { approveTypes, connectLedger } from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import type { Bed } from './bed.js';
import type { LedgerUnderTest } from './ledger-under-test.js';
import { TYPE } from './issuers.js';
import { alone } from './suite-alone.js';
import { attestations } from './suite-attestations.js';
import { entries } from './suite-entries.js';
import { events } from './suite-events.js';
import { governance } from './suite-governance.js';
import { changeDays } from './suite-change-days.js';
import { heldBack } from './suite-held-back.js';
import { last } from './suite-last.js';
import { order } from './suite-order.js';
import { proposals } from './suite-proposals.js';
import { races } from './suite-races.js';
import { registry } from './suite-registry.js';

/** The one ledger suite: the same results and the same codes, whatever ledger it runs on. */
export function ledgerSuite(underTest: LedgerUnderTest): void {
  describe(underTest.name, () => {
    let made: Bed | undefined;
    const bed = (): Bed => {
      if (made === undefined) throw new Error('the ledger has not started');
      return made;
    };

    beforeAll(async () => {
      const running = await underTest.start();
      const open = (mspId: string): Promise<Ledger> => connectLedger(running.ledgerFiles[mspId] ?? '');
      const [zhejiang, anhui, sichuan] = [
        await open('ZhejiangMSP'),
        await open('AnhuiMSP'),
        await open('SichuanMSP'),
      ];
      made = { running, zhejiang, anhui, sichuan };
      await approveTypes([zhejiang, anhui], [{ code: TYPE, name: '居住证' }]);
    });

    afterAll(async () => {
      if (made === undefined) return;
      await Promise.all([made.zhejiang.close(), made.anhui.close(), made.sichuan.close()]);
      await made.running.stop();
    });

    registry(bed);
    entries(bed);
    attestations(bed);
    events(bed);
    races(bed);
    heldBack(bed);
    changeDays(bed);
    order(bed);
    proposals(bed);
    governance(bed);
    alone(bed);
    underTest.onlyThere?.();
    last(bed);
  });
}
