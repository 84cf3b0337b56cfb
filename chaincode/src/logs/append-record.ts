import type { JsonObject } from '../canonical/json';
import type { Transaction } from '../state/transaction';
import { readHead, recordFrame, writeRecord } from './logs';
import type { Head } from './logs';

/**
 * Appends a record that the contract builds itself to the log of the caller's province.
 *
 * @param urgent a revocation: no budget holds it up.
 */
export async function appendProvinceRecord(
  tx: Transaction,
  network: string,
  body: JsonObject,
  urgent = false,
): Promise<Head> {
  const { mspId } = tx.caller;
  const head = await readHead(tx.state, 'p', mspId);
  return writeRecord(tx, 'p', mspId, { ...recordFrame(tx, network, 'p', head), mspId, ...body }, urgent);
}

/** Appends a record to the network's log. */
export async function appendNetworkRecord(tx: Transaction, network: string, body: JsonObject): Promise<Head> {
  const head = await readHead(tx.state, 'n', network);
  return writeRecord(tx, 'n', network, { ...recordFrame(tx, network, 'n', head), ...body });
}
