import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedLedger } from '@certbridge/network';
import { FabricNetwork } from '../fabric/network.js';
import { missing } from '../requirements.js';

/** The network that a run is measured on. */
export interface MeasuredNetwork {
  readonly name: string;
  /** One a province. */
  readonly ledgerFiles: readonly string[];
  /** Where the ledger grows, by who keeps it; nothing of a network that is not this run's own. */
  readonly folders: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const PROVINCES = ['ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP'];

async function realNetwork(): Promise<MeasuredNetwork> {
  const network = await FabricNetwork.start();
  return {
    name: 'real Fabric, 3 provinces and 4 BFT orderers on this machine',
    ledgerFiles: Object.values(network.ledgerFiles(...PROVINCES)),
    folders: {
      'a peer': join(network.dir, 'nodes', 'peer0.ZhejiangMSP', 'data'),
      // Beside the blocks there are write-ahead logs, which are cut off as they age.
      'an orderer': join(network.dir, 'nodes', 'orderer1', 'data', 'chains'),
    },
    close: () => network.stop(),
  };
}

async function embeddedNetwork(): Promise<MeasuredNetwork> {
  const dir = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  const ledger = await startEmbeddedLedger({ dir });
  return {
    name: 'embedded ledger (peer and orderer are not on PATH)',
    ledgerFiles: Object.values(ledger.ledgerFiles),
    folders: { 'the ledger': dir },
    async close() {
      await ledger.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The network of `CERTBRIDGE_LEDGER`; else a real one of its own where Fabric is on PATH; else the embedded ledger. */
export async function openMeasuredNetwork(): Promise<MeasuredNetwork> {
  const named = process.env['CERTBRIDGE_LEDGER'];
  if (named !== undefined && named !== '')
    return {
      name: 'the network of CERTBRIDGE_LEDGER',
      ledgerFiles: named.split(','),
      folders: {},
      close: () => Promise.resolve(),
    };
  return missing('peer') || missing('orderer') ? embeddedNetwork() : realNetwork();
}

/** Bytes of all files below a folder; one that goes while it is looked at counts for nothing. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
