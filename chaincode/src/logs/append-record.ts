import type { JsonObject } from '../canonical/json';
import type { Transaction } from '../state/transaction';
import { readHead, writeRecord } from './logs';
import type { Head } from './logs';

/** Appends a record that the contract builds itself to the caller's province's log. */
export async function appendProvinceRecord(
  tx: Transaction,
  network: string,
  body: JsonObject,
): Promise<Head> {
  const { mspId } = tx.caller;
  const head = await readHead(tx.state, 'p', mspId);
  return writeRecord(tx.state, 'p', mspId, {
    v: 1,
    network,
    channel: tx.channel,
    log: 'p',
    mspId,
    seq: head.seq + 1,
    prev: head.hash,
    time: tx.time,
    ...body,
  });
}

/** Appends a record to the network's log. */
export async function appendNetworkRecord(tx: Transaction, network: string, body: JsonObject): Promise<Head> {
  const head = await readHead(tx.state, 'n', network);
  return writeRecord(tx.state, 'n', network, {
    v: 1,
    network,
    channel: tx.channel,
    log: 'n',
    seq: head.seq + 1,
    prev: head.hash,
    time: tx.time,
    ...body,
  });
}
