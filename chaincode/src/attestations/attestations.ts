import { Refusal } from '../refusal';
import { readAuditHead } from '../audit/audit';
import { beatsOf } from '../beats/beats';
import { recordHash, sha256 } from '../canonical/hash';
import type { Json, JsonObject } from '../canonical/json';
import { readStatus } from '../entries/certificates';
import type { Entry } from '../entries/entry';
import { readAnchor, readNetwork } from '../network/network';
import { decimal, id, issuerCode, MAX_SEQ, mspId } from '../input/forms';
import { readIssuer } from '../issuers/issuers';
import { readKey } from '../keys/keys';
import { rootOfHeads } from '../logs/heads-root';
import { readHead, readRecord } from '../logs/logs';
import type { State, Transaction } from '../state/transaction';

/*
 * Statements about committed state, endorsed by peers of several provinces and never submitted. Only the
 * functions of this file return a `$tag`, and they return no bytes of the caller's choosing beyond values in
 * closed forms; a verifier relies on both.
 */

async function frame(tx: Transaction, tag: string): Promise<JsonObject> {
  const { network } = await readNetwork(tx.state);
  return { $tag: `certbridge/${tag}/1`, channel: tx.channel, network, time: tx.time };
}

export async function attestEntry(tx: Transaction, issuer: string, seq: string): Promise<JsonObject> {
  const { issuer: code, name, mspId } = await readIssuer(tx.state, issuerCode(issuer, 'issuer'));
  const record = await readRecord(tx.state, 'i', code, decimal(seq, 'seq', 1, MAX_SEQ));
  if (record === undefined) throw new Refusal('ENTRY_UNKNOWN');
  const entry = record as unknown as Entry;
  const keys = await keyDigests(tx.state, code, entry.keys ?? []);
  return {
    ...(await frame(tx, 'entry')),
    issuer: code,
    name,
    mspId,
    seq: entry.seq,
    hash: recordHash(record),
    keys,
  };
}

/** The keys that the entry names, each by the SHA-256 of its SPKI. */
async function keyDigests(state: State, issuer: string, kids: readonly string[]): Promise<Json> {
  const digests: Json[] = [];
  for (const kid of kids) {
    const { alg, use, spki } = await readKey(state, issuer, kid);
    digests.push({ kid, alg, use, spki: sha256(Buffer.from(spki, 'base64')) });
  }
  return digests;
}

export async function attestStatus(
  tx: Transaction,
  issuer: string,
  cert: string,
  nonce: string,
): Promise<JsonObject> {
  const { issuer: code } = await readIssuer(tx.state, issuerCode(issuer, 'issuer'));
  const certId = id(cert, 'cert');
  const { seq, hash } = await readHead(tx.state, 'i', code);
  return {
    ...(await frame(tx, 'status')),
    issuer: code,
    cert: certId,
    nonce: id(nonce, 'nonce'),
    head: { seq, hash },
    status: ((await readStatus(tx.state, code, certId)) ?? null) as unknown as Json,
    beats: await beatsOf(tx.state, await readNetwork(tx.state)),
  };
}

/** Count and Merkle root of all heads, that nothing, no revocation above all, was left out; each province's beat. */
export async function attestCheckpoint(tx: Transaction, nonce: string): Promise<JsonObject> {
  const network = await readNetwork(tx.state);
  const { count, heads } = await rootOfHeads(tx.state);
  const beats = await beatsOf(tx.state, network);
  const asked = { anchor: network.n, beats, nonce: id(nonce, 'nonce') };
  return { ...(await frame(tx, 'checkpoint')), count, heads, ...asked };
}

/** Which trust anchor is number n, and which it follows: windows that pinned n-1 go on from there. */
export async function attestAnchor(tx: Transaction, number: string): Promise<JsonObject> {
  const n = decimal(number, 'n', 1, 1_000_000);
  const digest = async (which: number): Promise<string> =>
    recordHash((await readAnchor(tx.state, which)) as unknown as Json);
  const previous = n === 1 ? null : await digest(n - 1);
  return { ...(await frame(tx, 'anchor')), n, anchor: await digest(n), previous };
}

/** What a province last stated of its audit tree, that auditors need not take its word for what it had written down. */
export async function attestAudit(tx: Transaction, province: string, nonce: string): Promise<JsonObject> {
  const named = mspId(province, 'mspId');
  const held = await readAuditHead(tx.state, named);
  const head = held === undefined ? null : { size: held.size, root: held.root, time: held.time };
  return { ...(await frame(tx, 'audit')), mspId: named, head, nonce: id(nonce, 'nonce') };
}
