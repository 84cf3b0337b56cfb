import { describe, expect, it } from 'vitest';
import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Change } from '@certbridge/verifier-sdk/formats';
import { IssuerLog, newCert } from './issuers.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

const dayIn = (days: number): string => dateAt(Date.now() + days * 86_400_000);
const of = (cert: string, state: Change['state']): Change => ({ cert, state, reason: 'unspecified' });

/** Changes that count from a day to come. */
export function changeDays(bed: () => Bed): void {
  describe('a certificate that is superseded from a day on', () => {
    /** An issuer's log with one certificate that waits for another. */
    async function waiting(): Promise<{ log: IssuerLog; cert: string; by: string; replaced: Change }> {
      const log = await IssuerLog.open(bed().zhejiang);
      const [cert, by] = [newCert(), newCert()];
      const successor = { issuer: log.issuer, cert: by };
      const replaced: Change = { ...of(cert, 'superseded'), by: successor, from: dayIn(10) };
      await log.appendChanges(replaced);
      return { log, cert, by, replaced };
    }

    it('keeps its state until then, through suspension and reinstatement', async () => {
      const { log, cert, by, replaced } = await waiting();
      const pending = { by: replaced.by, from: replaced.from, seq: 1 };
      expect(await log.ledger.status(log.issuer, cert)).toMatchObject({ state: 'none', pending });
      await log.appendChanges(of(cert, 'suspended'));
      await log.appendChanges(of(cert, 'reinstated'));
      expect(await log.ledger.status(log.issuer, cert)).toMatchObject({
        state: 'reinstated',
        seq: 3,
        pending,
      });
      expect(await log.ledger.status(log.issuer, by)).toBeNull();
    });

    it('waits for nothing more once it is revoked', async () => {
      const { log, cert, by } = await waiting();
      await log.appendChanges(of(cert, 'revoked'));
      const status = await log.ledger.status(log.issuer, cert);
      expect(status).toMatchObject({ state: 'revoked' });
      expect(status).not.toHaveProperty('pending');
      await log.appendChanges(of(by, 'revoked'));
    });

    it('is withdrawn in the entry that revokes its successor, or that is refused', async () => {
      const { log, cert, by } = await waiting();
      const alone = log.next({ changes: [of(by, 'revoked')] });
      await expectRefusal('SUCCESSOR_INVALID', log.ledger.append(alone));
      await log.appendChanges(of(by, 'revoked'), of(cert, 'withdrawn'));
      expect(await log.ledger.status(log.issuer, cert)).not.toHaveProperty('pending');
      const again = log.next({ changes: [of(cert, 'withdrawn')] });
      await expectRefusal('NOTHING_PENDING', log.ledger.append(again));
    });

    it('takes no second successor, and no day but one of the coming year', async () => {
      const { log, replaced } = await waiting();
      const second = { ...replaced, by: { issuer: log.issuer, cert: newCert() } };
      await expectRefusal('PENDING_EXISTS', log.ledger.append(log.next({ changes: [second] })));
      for (const days of [0, 368]) {
        const change = { ...replaced, cert: newCert(), from: dayIn(days) };
        await expectRefusal('FROM_INVALID', log.ledger.append(log.next({ changes: [change] })));
      }
    });
  });
}
