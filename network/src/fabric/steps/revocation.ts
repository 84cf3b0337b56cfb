import { createHash, X509Certificate } from 'node:crypto';
import type { Anchor } from '../../contract/index.js';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';
import { anchorOnLedger, approveAnchor, proposeAnchor } from './admission.js';
import type { ChannelConfig } from './channel-update.js';

/** An organisation's MSP in the channel's configuration, as `configtxlator` writes it. */
interface MspValue {
  readonly config: { revocation_list?: string[] };
}

/** A change of the channel by which it takes nothing more from whom an organisation has revoked. */
export function setRevocations(mspId: string, list: string): (config: ChannelConfig) => void {
  return ({ channel_group }) => {
    for (const name of ['Application', 'Orderer']) {
      const value = channel_group.groups[name]?.groups[mspId]?.values['MSP']?.value;
      if (value !== undefined)
        (value as MspValue).config.revocation_list = [Buffer.from(list).toString('base64')];
    }
  };
}

/**
 * The trust anchor's successor, by which no verifier counts what a peer's certificate has signed: proposed by its
 * province, approved by the others.
 * @param certificate the peer's, PEM
 * @returns the trust anchor on the ledger afterwards
 */
export async function revokePeer(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  certificate: string,
): Promise<Anchor> {
  const { mspId } = province;
  const digest = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
  const isRevoked = ({ provinces }: Anchor): boolean =>
    provinces.some((entry) => entry.mspId === mspId && entry.revoked.includes(digest));
  const anchor = await anchorOnLedger(folders, plan, province);
  if (isRevoked(anchor)) return anchor;
  const provinces = anchor.provinces.map((entry) =>
    entry.mspId === mspId ? { ...entry, revoked: [...entry.revoked, digest].sort() } : entry,
  );
  const successor = { ...anchor, n: anchor.n + 1, provinces };
  const proposal = await proposeAnchor(folders, plan, province, successor, isRevoked);
  const others = plan.provinces.filter((entry) => entry.mspId !== mspId);
  const after = await approveAnchor(folders, plan, proposal, [province, ...others]);
  if (!isRevoked(after))
    throw new NetworkError(
      'REVOCATION_OPEN',
      `The proposal ${proposal}, by which windows stop counting the old certificate, waits for approvals.`,
    );
  return after;
}
