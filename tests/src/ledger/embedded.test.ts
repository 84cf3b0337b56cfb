import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedLedger } from '@certbridge/network';
import { ledgerSuite } from './suite.js';

ledgerSuite({
  name: 'the embedded ledger',
  async start() {
    const dir = await mkdtemp(join(tmpdir(), 'certbridge-ledger-'));
    const ledger = await startEmbeddedLedger({ dir });
    return {
      ledgerFiles: ledger.ledgerFiles,
      trustAnchorFile: ledger.trustAnchorFile,
      async stop() {
        await ledger.close();
        await rm(dir, { recursive: true, force: true });
      },
    };
  },
});
