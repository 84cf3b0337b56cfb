import {
  endReplacement,
  installReplacement,
  stageReplacement,
  writeRevocationList,
} from '../identities/index.js';
import type { ReplacedMember } from '../identities/index.js';
import { requireBinaries } from './binaries.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { ordererName, requirePlan } from './plan/index.js';
import type { FabricPlan, Organisation } from './plan/index.js';
import type { Progress } from './progress.js';
import { demandAuthorities } from './steps/authorities.js';
import { updateChannel } from './steps/channel-update.js';
import { replaceConsenter } from './steps/consenters.js';
import { awaitAcquainted } from './steps/contract-call.js';
import { writeTrustAnchor } from './steps/first-record.js';
import { membersOf, organisationsOf } from './steps/organisations.js';
import { restartOrderer, restartPeer } from './steps/restart.js';
import { revokePeer, setRevocations } from './steps/revocation.js';

interface Found {
  readonly organisation: Organisation;
  readonly member: ReplacedMember;
}

/** People and services of all organisations have the same names: they are named with their organisation. */
function everybody(plan: FabricPlan): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const organisation of organisationsOf(plan)) {
    const { nodes, users } = membersOf(plan, organisation.mspId);
    for (const node of nodes) found.set(node.name, { organisation, member: { ...node, isNode: true } });
    for (const user of users)
      found.set(`${user.name}.${organisation.mspId}`, { organisation, member: { ...user, isNode: false } });
  }
  return found;
}

function find(plan: FabricPlan, name: string): Found {
  const all = everybody(plan);
  const found = all.get(name);
  if (found === undefined)
    throw new NetworkError(
      'MEMBER_UNKNOWN',
      `The network has nobody called ${name}; it has ${[...all.keys()].join(', ')}.`,
    );
  return found;
}

function demandSettled({ joining, upgrade }: FabricPlan): void {
  if (joining !== undefined)
    throw new NetworkError(
      'JOINING_UNFINISHED',
      `${joining} is joining: run “add-province ${joining}” to its end first.`,
    );
  if (upgrade !== undefined)
    throw new NetworkError('UPGRADE_UNFINISHED', 'An upgrade is under way: run “upgrade” to its end first.');
}

/**
 * Gives a peer, an orderer, an administrator or a service of a running network another key, because its own may be
 * known to others: the channel refuses the old certificate from then on, and where it was a peer's, the trust anchor's
 * successor says so to verifiers. The network goes on meanwhile. Can be repeated after a failure at any step.
 *
 * @param name of a node (`peer0.ZhejiangMSP`, `orderer1`), or of another member with its organisation (`admin.ZhejiangMSP`)
 * @throws NetworkError naming the step's trouble
 */
export async function replaceKey(dir: string, name: string, progress: Progress): Promise<void> {
  await requireBinaries();
  const folders = new NetworkFolders(dir);
  const plan = await requirePlan(dir);
  demandSettled(plan);
  const { organisation, member } = find(plan, name);
  const { mspId } = organisation;
  const folder = folders.organisation(mspId);
  const orderer = plan.orderers.find((entry) => member.isNode && ordererName(entry) === member.name);
  const province = plan.provinces.find((entry) => entry.mspId === mspId);
  await demandAuthorities(folder);

  const replacement = await progress.step('新密钥 New keys, made aside', () =>
    stageReplacement(folder, mspId, member),
  );
  const list = await writeRevocationList(folder, mspId);
  const revoke = setRevocations(mspId, list);
  const { identity, tls } = replacement;
  const install = (): Promise<void> => installReplacement(folder, member.name, replacement);
  if (orderer !== undefined && tls !== undefined) {
    const certificates = { identity: identity.certificate, tls: tls.certificate };
    const replace = replaceConsenter(plan, orderer, certificates);
    // Where a run before this one failed, the channel may know it already by what it does not have yet.
    const [first = orderer, ...others] = plan.orderers.filter((entry) => entry !== orderer);
    const asked = { ...plan, orderers: [first, ...others, orderer] } as const satisfies FabricPlan;
    await progress.step('通道配置 The channel knows the orderer by its new certificates, all sign', () =>
      updateChannel(folders, asked, organisationsOf(plan), (config) => {
        replace(config);
        revoke(config);
      }),
    );
    await progress.step('换用新密钥 The new keys take the place of the old', install);
  } else {
    await progress.step('换用新密钥 The new keys take the place of the old', install);
    // An administrator signs with the new key already: the authority's certificate is what the channel knows.
    await progress.step('通道配置 The channel refuses the old certificate', () =>
      updateChannel(folders, plan, [organisation], revoke),
    );
  }
  for (const own of plan.orderers.filter((entry) => entry.mspId === mspId))
    await progress.step(`重启 Restart ${ordererName(own)}`, () => restartOrderer(folders, plan, own));
  for (const peer of province?.peers ?? [])
    await progress.step(`重启 Restart ${peer.name}`, () => restartPeer(folders, mspId, peer));
  await progress.step('各省互联 Every peer finds those of all provinces', () =>
    awaitAcquainted(folders, plan),
  );
  if (province?.peers.some((peer) => peer.name === member.name) === true)
    await progress.step('信任锚 The provinces decide the next trust anchor', async () =>
      writeTrustAnchor(folders, await revokePeer(folders, plan, province, replacement.replaced)),
    );
  await endReplacement(folder, member.name);
}
