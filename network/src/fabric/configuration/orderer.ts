import { join } from 'node:path';
import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPlan } from '../plan/index.js';

/** An orderer's orderer.yaml; JSON is YAML. */
export function ordererConfiguration(
  folders: NetworkFolders,
  { listen }: FabricPlan,
  orderer: FabricOrderer,
): string {
  const name = ordererName(orderer);
  const tls = folders.tls(orderer.mspId, name);
  const root = folders.tlsRoot(orderer.mspId);
  const data = join(folders.node(name), 'data');
  const configuration = {
    General: {
      ListenAddress: listen,
      ListenPort: orderer.port,
      TLS: {
        Enabled: true,
        Certificate: tls.certificate,
        PrivateKey: tls.privateKey,
        RootCAs: [root],
        ClientAuthRequired: false,
      },
      Keepalive: { ServerMinInterval: '10s', ServerInterval: '60s', ServerTimeout: '10s' },
      Backoff: { BaseDelay: '1s', Multiplier: 1.6, MaxDelay: '5s' },
      MaxRecvMsgSize: 104_857_600,
      MaxSendMsgSize: 104_857_600,
      Cluster: { SendBufferSize: 100, ClientCertificate: tls.certificate, ClientPrivateKey: tls.privateKey },
      LocalMSPDir: folders.msp(orderer.mspId, name),
      LocalMSPID: orderer.mspId,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m' },
    },
    FileLedger: { Location: data },
    Operations: { ListenAddress: `127.0.0.1:${orderer.operationsPort}`, TLS: { Enabled: false } },
    Metrics: { Provider: 'prometheus' },
    Admin: {
      ListenAddress: `127.0.0.1:${orderer.adminPort}`,
      TLS: {
        Enabled: true,
        Certificate: tls.certificate,
        PrivateKey: tls.privateKey,
        RootCAs: [root],
        ClientAuthRequired: true,
        ClientRootCAs: [root],
      },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: join(data, 'wal'), SnapDir: join(data, 'snap') },
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}
