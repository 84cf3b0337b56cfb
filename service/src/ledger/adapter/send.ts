import { GatewayError } from '@hyperledger/fabric-gateway';
import type { Identity } from '@hyperledger/fabric-gateway';
import { gateway as protos, msp } from '@hyperledger/fabric-protos';
import type { Access } from './peers.js';

/** What a BFT orderer says of a transaction that it holds already, or that is in a block (SmartBFT's request pool). */
const ORDERED = /request already (exists|processed)/;

/**
 * Sends an endorsed transaction. BFT orderers that get it after the others have made a block of it turn it away, and
 * where too many do, the peer reports that no quorum took it. It is ordered all the same.
 * @returns a CommitStatusRequest (gateway.proto), to be signed by who asks for the status
 */
export async function send(
  { gateway, network }: Pick<Access, 'gateway' | 'network'>,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const transaction = gateway.newTransaction(bytes);
  try {
    return (await transaction.submit()).getBytes();
  } catch (error) {
    if (!isOrdered(error)) throw error;
    return statusRequest(gateway.getIdentity(), network.getName(), transaction.getTransactionId());
  }
}

function isOrdered(error: unknown): boolean {
  return error instanceof GatewayError && error.details.some(({ message }) => ORDERED.test(message));
}

function statusRequest({ mspId, credentials }: Identity, channel: string, transactionId: string): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(credentials);
  const request = new protos.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(transactionId);
  request.setIdentity(identity.serializeBinary());
  const signed = new protos.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return signed.serializeBinary();
}
