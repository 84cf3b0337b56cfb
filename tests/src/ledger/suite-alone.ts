import { StatusCode } from '@hyperledger/fabric-gateway';
import { CertificateAuthority } from '@certbridge/network';
import type { Proposal } from '@certbridge/service/ledger/adapter';
import { canonicalJson } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import { describe, expect, it } from 'vitest';
import { caughtUp } from './caught-up.js';
import { IssuerLog, newCert, newIssuerCode, TYPE } from './issuers.js';
import { rawGateway } from './raw-gateway.js';
import { expectRefusal } from './refusals.js';
import type { Bed } from './bed.js';

/** What one province may try against the others. Comes last: it leaves a proposal open. */
export function alone(bed: () => Bed): void {
  describe('one province alone', () => {
    it("writes nothing into another's log, and changes none of another's certificates", async () => {
      const { zhejiang, anhui } = bed();
      const log = await IssuerLog.open(zhejiang);
      const cert = newCert();
      await log.append(log.next(log.tree()));
      await caughtUp(bed());
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.append(log.next(log.tree())));
      const changes = [{ cert, state: 'revoked' as const, reason: 'lost' as const }];
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.append(log.next({ changes })));
      expect(await anhui.status(log.issuer, cert)).toBeNull();
      expect(await anhui.entries(log.issuer, 1, 100)).toHaveLength(1);
    });

    it("registers no department of another's region, and takes none over", async () => {
      const { zhejiang, anhui } = bed();
      const { issuer } = await IssuerLog.open(zhejiang);
      await caughtUp(bed());
      await expectRefusal('ISSUER_REGION', anhui.registerIssuer(newIssuerCode('33'), '示例局', [TYPE]));
      await expectRefusal('NOT_ISSUER_PROVINCE', anhui.registerIssuer(issuer, '示例局', [TYPE]));
    });

    it('skips no sequence number, and has nothing attested that is not there', async () => {
      const { zhejiang } = bed();
      const log = await IssuerLog.open(zhejiang);
      await expectRefusal('ENTRY_SEQ_SKIPPED', zhejiang.append({ ...log.next(log.tree()), seq: 2 }));
      await expectRefusal('ENTRY_UNKNOWN', zhejiang.attestEntry(log.issuer, 1));
    });

    it("commits nothing with its own peer's endorsement", async () => {
      const { zhejiang, running } = bed();
      const log = await IssuerLog.open(zhejiang);
      const raw = await rawGateway(running.ledgerFiles['ZhejiangMSP']!);
      try {
        const proposal = raw.contract.newProposal('Append', {
          arguments: [canonicalJson(log.next(log.tree()) as unknown as Json)],
          endorsingOrganizations: ['ZhejiangMSP'],
        });
        const commit = await (await proposal.endorse()).submit();
        expect((await commit.getStatus()).code).toBe(StatusCode.ENDORSEMENT_POLICY_FAILURE);
      } finally {
        raw.close();
      }
      expect(await zhejiang.entries(log.issuer, 1, 100)).toEqual([]);
    });

    it('admits no province', async () => {
      const { zhejiang, anhui } = bed();
      const { anchor } = await zhejiang.networkState();
      const { credential } = await CertificateAuthority.create('HubeiMSP', 'ca.HubeiMSP');
      const root = credential.certificate.replace(/-----[^-]+-----|\s/g, '');
      const hubei = {
        mspId: 'HubeiMSP',
        name: '湖北省',
        region: '42',
        roots: [root],
        intermediates: [],
        revoked: [],
      };
      const provinces = [...anchor.provinces, hubei].sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
      const proposal: Proposal = [{ kind: 'anchor', anchor: { ...anchor, n: anchor.n + 1, provinces } }];
      const { proposal: id, enacted } = await zhejiang.propose(proposal);
      expect(enacted).toBe(false);
      await expectRefusal('PROPOSAL_APPROVED', zhejiang.approve(id));
      await caughtUp(bed());
      expect((await anhui.networkState()).anchor).toEqual(anchor);
      await expectRefusal('ANCHOR_UNKNOWN', zhejiang.attestAnchor(anchor.n + 1));
    });
  });
}
