import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedLedger } from '@certbridge/network';
import { connectLedger } from '@certbridge/service/ledger';
import type { Ledger } from '@certbridge/service/ledger';
import { encodeReceipt, leafHash, merkleTree, toHex } from '@certbridge/verifier-sdk/formats';
import type { Entry } from '@certbridge/verifier-sdk/formats';
import { IssuerLog, TYPE } from '../ledger/issuers.js';
import { percentile } from './measure.js';
import type { Figure } from './measure.js';

const LOGS = 16;
const SIZES = [1, 10, 100, 1_000, 10_000];
const STEADY_RATE = 500;
const STEADY_MS = 10_000;
const BATCH_AGE_MS = 500;

interface Opened {
  readonly name: string;
  readonly files: readonly string[];
  close(): Promise<void>;
}

async function openLedgers(): Promise<Opened> {
  const named = process.env['CERTBRIDGE_LEDGER'];
  if (named !== undefined && named !== '') {
    return { name: 'real Fabric', files: named.split(','), close: () => Promise.resolve() };
  }
  const dir = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
  const ledger = await startEmbeddedLedger({ dir });
  return {
    name: 'embedded ledger',
    files: Object.values(ledger.ledgerFiles),
    async close() {
      await ledger.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const leaves = (count: number): Promise<Uint8Array[]> =>
  Promise.all(Array.from({ length: count }, () => leafHash(randomBytes(150))));

async function anchor(log: IssuerLog, root: Uint8Array, size: number): Promise<Entry> {
  const entry = log.next({ ...log.batch(), root: toHex(root), size });
  await log.append(entry);
  return entry;
}

/** Certificates anchored a second: `size` a batch, tree building included, on all logs at once. */
async function anchoringRate(logs: readonly IssuerLog[], size: number, forMs: number): Promise<number> {
  const prepared = await leaves(size);
  let anchored = 0;
  const started = performance.now();
  await Promise.all(
    logs.map(async (log) => {
      do {
        const { root } = await merkleTree(prepared);
        await anchor(log, root, size);
        anchored += size;
      } while (performance.now() - started < forMs);
    }),
  );
  return (anchored * 1000) / (performance.now() - started);
}

/** Milliseconds from a certificate's leaf to its receipt, for a steady stream, batches by age. */
async function steadyLatencies(log: IssuerLog): Promise<number[]> {
  const latencies: number[] = [];
  const batch = async (bornAt: readonly number[]): Promise<void> => {
    const hashes = await leaves(bornAt.length);
    const tree = await merkleTree(hashes);
    const entry = await anchor(log, tree.root, tree.size);
    const attestation = await log.ledger.attestEntry(log.issuer, entry.seq);
    const [certId, digest] = [randomBytes(16), randomBytes(32)];
    for (const [index, born] of bornAt.entries()) {
      encodeReceipt({
        certId,
        qr: digest,
        credential: digest,
        pdf: digest,
        index,
        path: tree.proof(index),
        entry,
        attestation,
      });
      latencies.push(performance.now() - born);
    }
  };
  const started = performance.now();
  let last: Promise<void> = Promise.resolve();
  for (let from = 0; from < STEADY_MS; from += BATCH_AGE_MS) {
    const count = (STEADY_RATE * BATCH_AGE_MS) / 1000;
    const bornAt = Array.from({ length: count }, (_, index) => started + from + (index * 1000) / STEADY_RATE);
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, started + from + BATCH_AGE_MS - performance.now())),
    );
    last = last.then(() => batch(bornAt));
  }
  await last;
  return latencies;
}

/** Anchoring: per transaction against batches, each on as many logs as serve it best; and latency to the receipt. */
export async function benchLedger(): Promise<Figure[]> {
  const opened = await openLedgers();
  const ledgers = await Promise.all(opened.files.map((file) => connectLedger(file)));
  try {
    await approveType(ledgers);
    const logs: IssuerLog[] = [];
    for (let index = 0; index < LOGS; index += 1) {
      const ledger = ledgers[index % ledgers.length];
      if (ledger !== undefined) logs.push(await IssuerLog.open(ledger));
    }
    const figures: Figure[] = [];
    let single = 0;
    for (const size of SIZES) {
      const value = await best(logs, size);
      if (size === 1) single = value.rate;
      figures.push({
        bench: `anchor, ${size} a transaction`,
        value: value.rate,
        unit: 'certificates/s',
        peers: { 'one a transaction': single },
        note: `${opened.name}, ${value.logs} logs and clients; tree building included, PDFs not`,
      });
    }
    const [log] = logs;
    const latencies = log === undefined ? [] : await steadyLatencies(log);
    const note = `${opened.name}, steady ${STEADY_RATE} certificates/s on one log, batches of ${BATCH_AGE_MS} ms`;
    for (const share of [0.5, 0.95, 0.99]) {
      figures.push({
        bench: `issue to receipt, p${share * 100}`,
        value: percentile(latencies, share),
        unit: 'ms',
        note,
      });
    }
    return figures;
  } finally {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    await opened.close();
  }
}

/** Tries few and many logs for a moment, then measures with what served best. */
async function best(logs: readonly IssuerLog[], size: number): Promise<{ rate: number; logs: number }> {
  let found = { rate: 0, logs: 1 };
  for (const count of [1, 4, LOGS]) {
    const rate = await anchoringRate(logs.slice(0, count), size, 3_000);
    if (rate > found.rate) found = { rate, logs: count };
  }
  return found;
}

async function approveType(ledgers: readonly Ledger[]): Promise<void> {
  const [first, second] = ledgers;
  if (first === undefined || second === undefined)
    throw new Error('the bench needs the ledger files of two provinces');
  const { types } = await first.networkState();
  if (types.some(({ code }) => code === TYPE)) return;
  const { proposal } = await first.propose({ kind: 'type', type: { code: TYPE, name: '示例证照' } });
  await second.approve(proposal);
}
