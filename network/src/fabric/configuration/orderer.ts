import { join } from 'node:path';
import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan.js';
import type { FabricOrderer } from '../plan.js';

/** An orderer's orderer.yaml; JSON is YAML. */
export function ordererConfiguration(folders: NetworkFolders, orderer: FabricOrderer): string {
  const name = ordererName(orderer);
  const tls = folders.tls(orderer.mspId, name);
  const data = join(folders.node(name), 'data');
  const configuration = {
    General: {
      ListenAddress: '127.0.0.1',
      ListenPort: orderer.port,
      TLS: {
        Enabled: true,
        Certificate: tls.certificate,
        PrivateKey: tls.privateKey,
        RootCAs: [tls.root],
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
        RootCAs: [tls.root],
        ClientAuthRequired: true,
        ClientRootCAs: [tls.root],
      },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: join(data, 'wal'), SnapDir: join(data, 'snap') },
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}
