import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import { FabricNetwork } from './network.js';

/** A real network, and the service of its first three provinces on it. */
export interface Running {
  readonly network: FabricNetwork;
  readonly bridge: CertBridge;
  close(): Promise<void>;
}

export const PROVINCES = ['ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP'] as const;
/** Milliseconds between two beats. */
export const BEAT_EVERY = 5_000;

export async function startService(network: FabricNetwork, data: string): Promise<CertBridge> {
  const settings = readSettings({
    CERTBRIDGE_DATA: data,
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_DEVELOPMENT: 'yes',
    CERTBRIDGE_LEDGER: PROVINCES.map((mspId) => network.ledgerFile(mspId)).join(','),
    CERTBRIDGE_ENTRY_AGE: '500ms',
    CERTBRIDGE_BEAT_EVERY: `${BEAT_EVERY}ms`,
  });
  return startCertBridge({ settings, seed: 'issuers', throwAway: true });
}

export async function startRunning(): Promise<Running> {
  const network = await FabricNetwork.start();
  const data = await mkdtemp(join(tmpdir(), 'certbridge-fabric-service-'));
  const bridge = await startService(network, data);
  return {
    network,
    bridge,
    async close() {
      await bridge.close();
      await network.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
