import type { NetworkFolders } from '../folders.js';
import { addressOf, ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPlan, FabricProvince } from '../plan/index.js';

type Section = Record<string, unknown>;

/** Profile that `configtxgen` is asked for. */
export const CHANNEL_PROFILE = 'CertBridge';

const signature = (rule: string): Section => ({ Type: 'Signature', Rule: rule });
const implicit = (rule: string): Section => ({ Type: 'ImplicitMeta', Rule: rule });

/**
 * One organisation. Who endorses are peers alone, never clients or administrators: an attestation is worth
 * what the endorsement policy is worth.
 */
export function organisation(
  folders: NetworkFolders,
  mspId: string,
  orderers: readonly FabricOrderer[],
  peers: FabricProvince['peers'] | readonly [] = [],
): Section {
  const [anchorPeer] = peers;
  return {
    Name: mspId,
    ID: mspId,
    MSPDir: folders.organisationMsp(mspId),
    Policies: {
      Readers: signature(`OR('${mspId}.member')`),
      Writers: signature(`OR('${mspId}.member')`),
      Admins: signature(`OR('${mspId}.admin')`),
      Endorsement: signature(`OR('${mspId}.peer')`),
    },
    OrdererEndpoints: orderers.filter((orderer) => orderer.mspId === mspId).map(addressOf),
    ...(anchorPeer === undefined ? {} : { AnchorPeers: [{ Host: anchorPeer.host, Port: anchorPeer.port }] }),
  };
}

const groupPolicies = (): Section => ({
  Readers: implicit('ANY Readers'),
  Writers: implicit('ANY Writers'),
  Admins: implicit('MAJORITY Admins'),
});

function consensus(folders: NetworkFolders, plan: FabricPlan): Section {
  const consenters = plan.orderers.map((orderer) => {
    const name = ordererName(orderer);
    const { certificate } = folders.tls(orderer.mspId, name);
    return {
      ID: orderer.id,
      Host: orderer.host,
      Port: orderer.port,
      MSPID: orderer.mspId,
      Identity: folders.identity(orderer.mspId, name).certificate,
      ClientTLSCert: certificate,
      ServerTLSCert: certificate,
    };
  });
  if (plan.consensus === 'bft') {
    return {
      OrdererType: 'BFT',
      ConsenterMapping: consenters,
      SmartBFT: {
        // A leader that falls silent is replaced within seconds; the intervals below scale with that.
        RequestBatchMaxInterval: '20ms',
        RequestForwardTimeout: '2s',
        RequestComplainTimeout: '5s',
        RequestAutoRemoveTimeout: '3m0s',
        ViewChangeResendInterval: '2s',
        ViewChangeTimeout: '10s',
        LeaderHeartbeatTimeout: '5s',
        LeaderHeartbeatCount: 10,
        CollectTimeout: '1s',
        IncomingMessageBufferSize: 200,
        RequestPoolSize: 100_000,
      },
    };
  }
  return {
    OrdererType: 'etcdraft',
    EtcdRaft: {
      Consenters: consenters.map(({ Host, Port, ClientTLSCert, ServerTLSCert }) => ({
        Host,
        Port,
        ClientTLSCert,
        ServerTLSCert,
      })),
      Options: {
        TickInterval: '200ms',
        ElectionTick: 10,
        HeartbeatTick: 1,
        MaxInflightBlocks: 5,
        SnapshotIntervalSize: '16 MB',
      },
    },
  };
}

/**
 * configtx.yaml. Blocks are cut after 20 ms with BFT (RequestBatchMaxInterval) and 200 ms with Raft (BatchTimeout):
 * an entry of 10,000 certificates is one transaction, so waiting longer fills no block better and only delays
 * receipts. Endorsement, lifecycle and channel administration each need a majority of the provinces; the neutral
 * organisation stands in the orderer group only, so that it does not raise that majority.
 */
export function channelConfiguration(folders: NetworkFolders, plan: FabricPlan): string {
  const provinces = plan.provinces.map((province) =>
    organisation(folders, province.mspId, plan.orderers, province.peers),
  );
  const orderingMembers = [...new Set(plan.orderers.map((orderer) => orderer.mspId))];
  const orderers = orderingMembers.map((mspId) => organisation(folders, mspId, plan.orderers));
  const profile = {
    Policies: groupPolicies(),
    Capabilities: { V3_0: true },
    Orderer: {
      ...consensus(folders, plan),
      BatchTimeout: '200ms',
      BatchSize: { MaxMessageCount: 500, AbsoluteMaxBytes: '10 MB', PreferredMaxBytes: '2 MB' },
      MaxChannels: 0,
      Organizations: orderers,
      Policies: { ...groupPolicies(), BlockValidation: implicit('ANY Writers') },
      Capabilities: { V2_0: true },
    },
    Application: {
      Organizations: provinces,
      Policies: {
        ...groupPolicies(),
        Endorsement: implicit('MAJORITY Endorsement'),
        LifecycleEndorsement: implicit('MAJORITY Endorsement'),
      },
      Capabilities: { V2_5: true },
    },
  };
  return `${JSON.stringify({ Profiles: { [CHANNEL_PROFILE]: profile } }, null, 2)}\n`;
}
