import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';
import { missing } from '../requirements.js';
import { ledgerSuite } from './suite.js';

const run = promisify(execFile);
const network = dirname(createRequire(import.meta.url).resolve('@certbridge/network/package.json'));
const command = (...args: string[]): Promise<unknown> =>
  run(process.execPath, [join(network, 'bin', 'certbridge-network.js'), ...args], { maxBuffer: 1 << 24 });

/** Its ports begin where nothing else of the tests does. */
const BASE_PORT = '17050';

describe.skipIf(missing('peer') || missing('orderer'))('Hyperledger Fabric', () => {
  ledgerSuite({
    name: 'with four byzantine orderers and a peer a province',
    async start() {
      const dir = join(await mkdtemp(join(tmpdir(), 'certbridge-fabric-')), 'network');
      const stop = async (): Promise<void> => {
        await command('down', '--dir', dir, '--wipe', '--yes');
      };
      await command('up', '--dir', dir, '--base-port', BASE_PORT).catch(async (error: unknown) => {
        await stop().catch(() => undefined);
        throw error;
      });
      const file = (mspId: string): [string, string] => [mspId, join(dir, 'ledgers', `${mspId}.json`)];
      return {
        ledgerFiles: Object.fromEntries(['ZhejiangMSP', 'AnhuiMSP', 'SichuanMSP'].map(file)),
        trustAnchorFile: join(dir, 'trust-anchor.json'),
        stop,
      };
    },
  });
});
