import { connectLedger } from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import { anchoringBacklog, receiptOf } from '@certbridge/service/ledger/anchoring';
import type { CertBridge } from '@certbridge/service/start';
import {
  decodeReceipt,
  encodeLeaf,
  fromHex,
  headsText,
  leafHash,
  toHex,
  verifyInclusion,
} from '@certbridge/verifier-sdk/formats';
import type { Entry } from '@certbridge/verifier-sdk/formats';
import { expect } from 'vitest';
import type { FabricNetwork } from './network.js';
import { departments } from './working-day.js';

/** A fault is over when the slowest time-out of peers and orderers has passed: they find one another again. */
const PATIENCE = { timeout: 600_000, interval: 250 };

async function entriesOf(ledger: Ledger, issuer: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const more = await ledger.entries(issuer, entries.length + 1, 100);
    if (more.length === 0) return entries;
    entries.push(...more);
  }
}

/** Waits until these certificates have receipts. */
export async function anchored(bridge: CertBridge, certIds: readonly string[]): Promise<void> {
  const missing = async (): Promise<number> => {
    const receipts = await Promise.all(
      certIds.map((certId) => receiptOf(bridge.service.database, fromHex(certId))),
    );
    return receipts.filter((receipt) => receipt === undefined).length;
  };
  await expect.poll(missing, PATIENCE).toBe(0);
}

/** All peers, each asked alone, have the same heads in the end. */
export async function expectAgreement(network: FabricNetwork, ...mspIds: string[]): Promise<void> {
  const peers = await Promise.all(
    mspIds.map(async (mspId) => connectLedger(await network.ledgerFileThrough(mspId, mspId))),
  );
  try {
    const heads = async (): Promise<string[]> => {
      const each = peers.map((peer) => peer.heads().then(headsText, () => `no answer of ${peer.mspId}`));
      return [...new Set(await Promise.all(each))];
    };
    await expect.poll(async () => (await heads()).length, PATIENCE).toBe(1);
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}

/**
 * Every certificate that was acknowledged is anchored exactly once: its receipt leads to a place of its own in
 * an entry that stands on the ledger, and all entries together have no more places than there are certificates.
 */
export async function expectAnchoredOnce(bridge: CertBridge, acknowledged: readonly string[]): Promise<void> {
  const { database, ledgers } = bridge.service;
  const waiting = async (): Promise<number> =>
    (await anchoringBacklog(database)).reduce((sum, backlog) => sum + backlog.waiting, 0);
  await expect.poll(waiting, PATIENCE).toBe(0);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);

  const [ledger] = ledgers;
  const places = new Set<string>();
  let size = 0;
  const logs = new Map<string, Entry[]>();
  for (const { issuer } of departments) {
    const entries = await entriesOf(ledger!, issuer);
    logs.set(issuer, entries);
    size += entries.reduce((sum, entry) => sum + (entry.size ?? 0), 0);
  }
  for (const certId of acknowledged) {
    const bytes = await receiptOf(database, fromHex(certId));
    expect(bytes, `the receipt of ${certId}`).toBeDefined();
    const receipt = decodeReceipt(bytes!);
    const { index, path, entry } = receipt;
    expect(toHex(receipt.certId)).toBe(certId);
    expect(logs.get(entry.issuer)?.[entry.seq - 1]).toEqual(entry);
    const proof = { index, path, size: entry.size, root: fromHex(entry.root) };
    expect(await verifyInclusion({ leafHash: await leafHash(encodeLeaf(receipt)), ...proof })).toBe(true);
    places.add(`${entry.issuer}/${entry.seq}/${index}`);
  }
  expect(places.size).toBe(acknowledged.length);
  expect(size).toBe(acknowledged.length);
}
