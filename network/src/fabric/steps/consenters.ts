import { readFile } from 'node:fs/promises';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPlan } from '../plan/index.js';
import { groupOf } from './channel-update.js';
import type { ChannelConfig, ConfigGroup } from './channel-update.js';

interface Consenter {
  id: number;
  host: string;
  port: number;
  msp_id: string;
  identity: string;
  client_tls_cert: string;
  server_tls_cert: string;
}

interface RaftMetadata {
  consenters: Pick<Consenter, 'host' | 'port' | 'client_tls_cert' | 'server_tls_cert'>[];
}

const base64 = async (file: string): Promise<string> => (await readFile(file)).toString('base64');

async function consenterOf(folders: NetworkFolders, orderer: FabricOrderer): Promise<Consenter> {
  const name = ordererName(orderer);
  const tls = await base64(folders.tls(orderer.mspId, name).certificate);
  return {
    id: orderer.id,
    host: orderer.host,
    port: orderer.port,
    msp_id: orderer.mspId,
    identity: await base64(folders.identity(orderer.mspId, name).certificate),
    client_tls_cert: tls,
    server_tls_cert: tls,
  };
}

function valueOf(group: ConfigGroup, name: string): unknown {
  const value = group.values[name];
  if (value === undefined)
    throw new NetworkError('CHANNEL_CONFIGURATION', `The orderer group has no value ${name}.`);
  return value.value;
}

/** Blocks need the signatures of ⌈(n + f + 1) / 2⌉ of n consenters, f = ⌊(n − 1) / 3⌋ of whom may be faulty. */
const bftQuorum = (consenters: number): number =>
  Math.ceil((consenters + Math.floor((consenters - 1) / 3) + 1) / 2);

/** The block validation policy that SmartBFT demands: a quorum of exactly these consenters. */
function blockValidation(consenters: readonly Consenter[]): unknown {
  return {
    type: 1,
    value: {
      identities: consenters.map(({ msp_id: mspid, identity }) => ({
        principal: { id_bytes: identity, mspid },
        principal_classification: 'IDENTITY',
      })),
      rule: {
        n_out_of: {
          n: bftQuorum(consenters.length),
          rules: consenters.map((_, index) => ({ signed_by: index })),
        },
      },
      version: 0,
    },
  };
}

/** The certificates, PEM, by which the channel knows an orderer. */
export interface OrdererCertificates {
  readonly identity: string;
  readonly tls: string;
}

/** A change of the channel by which it knows an orderer, whose place in consensus stays, by other certificates. */
export function replaceConsenter(
  plan: FabricPlan,
  orderer: FabricOrderer,
  { identity, tls }: OrdererCertificates,
): (config: ChannelConfig) => void {
  const [identity64, tls64] = [identity, tls].map((pem) => Buffer.from(pem).toString('base64')) as [
    string,
    string,
  ];
  const byTls = { client_tls_cert: tls64, server_tls_cert: tls64 };
  return (config) => {
    const group = groupOf(config.channel_group, 'Orderer');
    if (plan.consensus === 'raft') {
      const { consenters } = (valueOf(group, 'ConsensusType') as { metadata: RaftMetadata }).metadata;
      for (const known of consenters)
        if (known.host === orderer.host && known.port === orderer.port) Object.assign(known, byTls);
      return;
    }
    const mapping = (valueOf(group, 'Orderers') as { consenter_mapping: Consenter[] }).consenter_mapping;
    for (const known of mapping)
      if (known.id === orderer.id) Object.assign(known, byTls, { identity: identity64 });
    const policy = group.policies['BlockValidation'];
    if (policy !== undefined) policy.policy = blockValidation(mapping);
  };
}

/** A change of the channel by which an orderer takes part in consensus. */
export async function addConsenter(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
): Promise<(config: ChannelConfig) => void> {
  const consenter = await consenterOf(folders, orderer);
  return (config) => {
    const group = groupOf(config.channel_group, 'Orderer');
    if (plan.consensus === 'raft') {
      const { consenters } = (valueOf(group, 'ConsensusType') as { metadata: RaftMetadata }).metadata;
      const { host, port, client_tls_cert, server_tls_cert } = consenter;
      if (consenters.every((known) => known.host !== host || known.port !== port))
        consenters.push({ host, port, client_tls_cert, server_tls_cert });
      return;
    }
    const mapping = (valueOf(group, 'Orderers') as { consenter_mapping: Consenter[] }).consenter_mapping;
    if (mapping.some((known) => known.id === consenter.id)) return;
    mapping.push(consenter);
    const policy = group.policies['BlockValidation'];
    if (policy !== undefined) policy.policy = blockValidation(mapping);
  };
}
