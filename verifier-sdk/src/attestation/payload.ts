import { bytesOf, listOf, readMessage, textOf, varintOf } from './protobuf.js';
import type { Message } from './protobuf.js';

/** One namespace of a read-write set, as far as a verifier asks. */
interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly writes: number;
  readonly metadataWrites: number;
  readonly collections: number;
}

/** What the endorsing peers say that the chaincode did. */
export interface ProposalResponse {
  readonly chaincode: string;
  readonly status: number;
  /** Length of the chaincode event. */
  readonly event: number;
  /** What the contract function returned. */
  readonly result: Uint8Array;
  readonly readWriteSets: readonly NamespaceReadWriteSet[];
}

// fabric-protos: peer/proposal_response.proto, peer/proposal.proto, peer/chaincode.proto,
// ledger/rwset/rwset.proto, ledger/rwset/kvrwset/kv_rwset.proto, msp/identities.proto.
const proposalResponsePayload: Message = { 1: 'bytes', 2: 'bytes' };
const chaincodeAction: Message = { 1: 'bytes', 2: 'bytes', 3: 'bytes', 4: 'bytes' };
const response: Message = { 1: 'varint', 2: 'bytes', 3: 'bytes' };
const chaincodeId: Message = { 1: 'bytes', 2: 'bytes', 3: 'bytes' };
const txReadWriteSet: Message = { 1: 'varint', 2: 'bytes*' };
const nsReadWriteSet: Message = { 1: 'bytes', 2: 'bytes', 3: 'bytes*' };
const kvReadWriteSet: Message = { 1: 'bytes*', 2: 'bytes*', 3: 'bytes*', 4: 'bytes*' };
const serializedIdentity: Message = { 1: 'bytes', 2: 'bytes' };

function readNamespace(bytes: Uint8Array): NamespaceReadWriteSet {
  const set = readMessage(bytes, nsReadWriteSet);
  const kv = readMessage(bytesOf(set, 2), kvReadWriteSet);
  return {
    namespace: textOf(set, 1),
    writes: listOf(kv, 3).length,
    metadataWrites: listOf(kv, 4).length,
    collections: listOf(set, 3).length,
  };
}

/** Reads a ProposalResponsePayload down to what the checks need. */
export function readProposalResponse(payload: Uint8Array): ProposalResponse {
  const action = readMessage(bytesOf(readMessage(payload, proposalResponsePayload), 2), chaincodeAction);
  const answer = readMessage(bytesOf(action, 3), response);
  return {
    chaincode: textOf(readMessage(bytesOf(action, 4), chaincodeId), 2),
    status: varintOf(answer, 1),
    event: bytesOf(action, 2).length,
    result: bytesOf(answer, 3),
    readWriteSets: listOf(readMessage(bytesOf(action, 1), txReadWriteSet), 2).map(readNamespace),
  };
}

/** Reads a SerializedIdentity. */
export function readIdentity(bytes: Uint8Array): { mspId: string; pem: string } {
  const identity = readMessage(bytes, serializedIdentity);
  return { mspId: textOf(identity, 1), pem: textOf(identity, 2) };
}
