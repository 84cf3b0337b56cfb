import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { receiveUpload } from '@certbridge/service/certificates/intake';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import { sampleIssuers } from '../samples/issuers.js';
import { seededRandom } from '../samples/random.js';
import { residencePermit } from '../samples/rows.js';
import type { Figure } from './measure.js';

const ROWS = 3_000;

function* csv(rows: number): Generator<string> {
  const random = seededRandom(3);
  for (let index = 0; index < rows; index += 1) {
    const row = residencePermit(random, index);
    if (index === 0) yield `${Object.keys(row).join(',')}\n`;
    yield `${Object.values(row).join(',')}\n`;
  }
}

/** A CSV through the whole service, into PostgreSQL with its outbox rows, then on to the ledger; all cores. */
export async function benchPipeline(): Promise<Figure[]> {
  const data = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: data,
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
  });
  const bridge = await startCertBridge({ settings, seed: 'issuers' });
  try {
    const issuer = sampleIssuers[0]?.code ?? '';
    const upload = await receiveUpload(Readable.from([Buffer.from([...csv(ROWS)].join(''))]));
    const started = performance.now();
    const { issuing } = bridge.service;
    const batch = await issuing.submitUpload(upload, {
      issuer,
      type: 'residence-permit',
      mode: 'skip-bad',
      submittedBy: 'bench',
      idempotencyKey: 'bench',
    });
    await upload.close();
    let issued = 0;
    let anchored = 0;
    for await (const now of issuing.watch(issuer, batch.id, AbortSignal.timeout(300_000))) {
      if (issued === 0 && now.state === 'issued') issued = performance.now() - started;
      if (now.state === 'issued' && now.anchored === now.issued) anchored = performance.now() - started;
      if (now.issued !== ROWS && now.state === 'issued')
        throw new Error(`${now.issued} of ${ROWS} rows were issued`);
    }
    const unit = 'certificates/s';
    return [
      {
        bench: 'mint CSV to PostgreSQL',
        value: (ROWS * 1000) / issued,
        unit,
        note: `${ROWS} rows, fsync on, every core`,
      },
      {
        bench: 'mint CSV to receipts',
        value: (ROWS * 1000) / anchored,
        unit,
        note: 'the same rows, until the last is anchored and attested',
      },
    ];
  } finally {
    await bridge.close();
    await rm(data, { recursive: true, force: true });
  }
}
