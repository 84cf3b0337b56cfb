import { join } from 'node:path';
import type { NetworkFolders } from '../folders.js';
import { addressOf } from '../plan/index.js';
import type { FabricPeer, FabricPlan, FabricProvince } from '../plan/index.js';

/** How far a proposal's timestamp may lie from the peer's clock: it bounds how old an attested time can be made to look. */
const TIME_WINDOW = '60s';

const tlsSettings = (folders: NetworkFolders, mspId: string, node: string): Record<string, unknown> => {
  const tls = folders.tls(mspId, node);
  return {
    enabled: true,
    clientAuthRequired: false,
    cert: { file: tls.certificate },
    key: { file: tls.privateKey },
    rootcert: { file: folders.tlsRoot(mspId) },
  };
};

const gossip = (address: string, bootstrap: string): Record<string, unknown> => ({
  bootstrap,
  // Every peer draws blocks from the orderers itself, so that it needs none of its province's others; gossip is
  // left for what discovery needs to know of peers.
  useLeaderElection: false,
  orgLeader: true,
  endpoint: address,
  externalEndpoint: address,
  membershipTrackerInterval: '5s',
  maxBlockCountToStore: 10,
  maxPropagationBurstLatency: '10ms',
  maxPropagationBurstSize: 10,
  propagateIterations: 1,
  propagatePeerNum: 3,
  pullInterval: '4s',
  pullPeerNum: 3,
  requestStateInfoInterval: '4s',
  publishStateInfoInterval: '4s',
  publishCertPeriod: '10s',
  dialTimeout: '3s',
  connTimeout: '2s',
  recvBuffSize: 20,
  sendBuffSize: 200,
  digestWaitTime: '1s',
  requestWaitTime: '1500ms',
  responseWaitTime: '2s',
  aliveTimeInterval: '2s',
  aliveExpirationTimeout: '10s',
  reconnectInterval: '5s',
  maxConnectionAttempts: 120,
  msgExpirationFactor: 20,
  election: {
    startupGracePeriod: '15s',
    membershipSampleInterval: '1s',
    leaderAliveThreshold: '10s',
    leaderElectionDuration: '5s',
  },
  // The only private data is each province's own approval of the contract. A peer that follows from the first
  // block, when nobody has it any more, must not stand still a minute for each.
  pvtData: {
    pullRetryThreshold: '5s',
    transientstoreMaxBlockRetention: 20_000,
    pushAckTimeout: '3s',
    btlPullMargin: 10,
    reconcileBatchSize: 10,
    reconcileSleepInterval: '1m',
    reconciliationEnabled: true,
    implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 0 },
  },
  state: { enabled: false },
});

function peerSection(
  folders: NetworkFolders,
  { listen }: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
): Record<string, unknown> {
  const { name } = peer;
  const address = addressOf(peer);
  return {
    id: name,
    networkId: 'certbridge',
    listenAddress: `${listen}:${peer.port}`,
    // Chaincode is called as a service and calls nobody: any free port will do for what never connects.
    chaincodeListenAddress: '127.0.0.1:0',
    address,
    addressAutoDetect: false,
    // A dead orderer or peer is given up soon, so that the gateway turns to the next within a client's deadline.
    gateway: { enabled: true, endorsementTimeout: '10s', broadcastTimeout: '10s', dialTimeout: '3s' },
    keepalive: {
      interval: '60s',
      timeout: '10s',
      minInterval: '10s',
      client: { interval: '20s', timeout: '5s' },
      deliveryClient: { interval: '20s', timeout: '5s' },
    },
    gossip: gossip(address, addressOf(province.peers[0])),
    tls: tlsSettings(folders, province.mspId, name),
    authentication: { timewindow: TIME_WINDOW },
    fileSystemPath: join(folders.node(name), 'data'),
    BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
    mspConfigPath: folders.msp(province.mspId, name),
    localMspId: province.mspId,
    localMspType: 'bccsp',
    client: { connTimeout: '3s' },
    deliveryclient: {
      // A peer that is cut off tries for as long as it takes; only a person gives up.
      reconnectTotalTimeThreshold: '87600h',
      reConnectBackoffThreshold: '5s',
      connTimeout: '3s',
      minimalReconnectInterval: '100ms',
      blockCensorshipTimeoutKey: '10s',
      policy: 'cluster',
      blockGossipEnabled: false,
    },
    handlers: {
      authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
      decorators: [{ name: 'DefaultDecorator' }],
      endorsers: { escc: { name: 'DefaultEndorsement' } },
      validators: { vscc: { name: 'DefaultValidation' } },
    },
    discovery: {
      enabled: true,
      authCacheEnabled: true,
      authCacheMaxSize: 1000,
      authCachePurgeRetentionRatio: 0.75,
    },
    limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 500 } },
    maxRecvMsgSize: 104_857_600,
    maxSendMsgSize: 104_857_600,
  };
}

/** A peer's core.yaml; JSON is YAML. */
export function peerConfiguration(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
): string {
  const configuration = {
    peer: peerSection(folders, plan, province, peer),
    // No Docker: chaincode runs as a service of its own, reached through the external builder.
    vm: { endpoint: '' },
    chaincode: {
      externalBuilders: [{ name: 'certbridge', path: folders.builder }],
      installTimeout: '60s',
      startuptimeout: '60s',
      executetimeout: '20s',
      mode: 'net',
      keepalive: 0,
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
      logging: { level: 'info', shim: 'warning' },
      runtimeParams: {
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: 1000,
      },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        deprioritizedDataReconcilerInterval: '60m',
        purgeInterval: 100,
      },
      snapshots: { rootDir: join(folders.node(peer.name), 'snapshots') },
    },
    operations: { listenAddress: `127.0.0.1:${peer.operationsPort}`, tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}
