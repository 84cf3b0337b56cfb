import { createHash } from 'node:crypto';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { make } from './message.js';

type Header = InstanceType<typeof common.Header>;
type ChannelHeader = InstanceType<typeof common.ChannelHeader>;
type SignatureHeader = InstanceType<typeof common.SignatureHeader>;

export interface Headers {
  readonly header: Header;
  readonly channel: ChannelHeader;
  readonly signature: SignatureHeader;
}

export function unpackHeader(header: Header): Headers {
  return {
    header,
    channel: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
    signature: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
  };
}

/** txid = hex SHA-256(nonce ‖ creator). */
export function computeTxId(signature: SignatureHeader): string {
  return createHash('sha256')
    .update(signature.getNonce_asU8())
    .update(signature.getCreator_asU8())
    .digest('hex');
}

/** A proposal with everything in it read. */
export interface Proposal extends Headers {
  readonly signed: InstanceType<typeof peer.SignedProposal>;
  readonly chaincode: string;
  readonly input: InstanceType<typeof peer.ChaincodeInput>;
  /** The chaincode proposal payload without its transient data: what the transaction will carry. */
  readonly payload: Uint8Array;
  readonly hasTransient: boolean;
}

/** Unpacks a signed proposal. @throws Error naming the part that is missing or does not parse */
export function unpackProposal(signed: InstanceType<typeof peer.SignedProposal> | undefined): Proposal {
  if (signed === undefined || signed.getProposalBytes_asU8().length === 0) {
    throw new Error('a signed proposal is required');
  }
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const headers = unpackHeader(common.Header.deserializeBinary(proposal.getHeader_asU8()));
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()).getChaincodeSpec();
  const chaincode = spec?.getChaincodeId()?.getName() ?? '';
  const input = spec?.getInput();
  if (headers.channel.getChannelId() === '') throw new Error('no channel id provided');
  if (chaincode === '') throw new Error('no chaincode name is provided');
  if (input === undefined) throw new Error('chaincode input did not contain any input');
  const withoutTransient = make(new peer.ChaincodeProposalPayload(), (p) =>
    p.setInput(payload.getInput_asU8()),
  );
  return {
    ...headers,
    signed,
    chaincode,
    input,
    payload: withoutTransient.serializeBinary(),
    hasTransient: payload.getTransientmapMap().getLength() > 0,
  };
}

/** The hash that binds an endorsement to its proposal; transient data is left out of it. */
export function proposalHash(header: Header, signatureHeader: Uint8Array, payload: Uint8Array): Buffer {
  return createHash('sha256')
    .update(header.getChannelHeader_asU8())
    .update(signatureHeader)
    .update(payload)
    .digest();
}

/** The envelope that a client signs and submits. */
export function assembleTransaction(
  proposal: Proposal,
  responsePayload: Uint8Array,
  endorsements: readonly InstanceType<typeof peer.Endorsement>[],
): InstanceType<typeof common.Envelope> {
  const action = make(new peer.ChaincodeEndorsedAction(), (a) => {
    a.setProposalResponsePayload(responsePayload);
    a.setEndorsementsList([...endorsements]);
  });
  const actionPayload = make(new peer.ChaincodeActionPayload(), (p) => {
    p.setChaincodeProposalPayload(proposal.payload);
    p.setAction(action);
  });
  const transactionAction = make(new peer.TransactionAction(), (t) => {
    t.setHeader(proposal.header.getSignatureHeader_asU8());
    t.setPayload(actionPayload.serializeBinary());
  });
  const transaction = make(new peer.Transaction(), (t) => t.setActionsList([transactionAction]));
  const payload = make(new common.Payload(), (p) => {
    p.setHeader(proposal.header);
    p.setData(transaction.serializeBinary());
  });
  return make(new common.Envelope(), (e) => e.setPayload(payload.serializeBinary()));
}

/** The one action of an endorsed transaction, read. */
export interface EndorsedAction {
  readonly signatureHeader: Uint8Array;
  readonly proposalPayload: Uint8Array;
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly InstanceType<typeof peer.Endorsement>[];
  readonly proposalHash: Uint8Array;
  readonly chaincodeAction: InstanceType<typeof peer.ChaincodeAction>;
}

/** Reads a transaction's action. @throws Error unless there is exactly one and all of it parses */
export function unpackAction(data: Uint8Array): EndorsedAction {
  const [action, ...more] = peer.Transaction.deserializeBinary(data).getActionsList();
  if (action === undefined || more.length > 0)
    throw new Error('only one action per transaction is supported');
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const endorsed = payload.getAction();
  if (endorsed === undefined) throw new Error('the transaction has no endorsed action');
  const responsePayload = endorsed.getProposalResponsePayload_asU8();
  const response = peer.ProposalResponsePayload.deserializeBinary(responsePayload);
  return {
    signatureHeader: action.getHeader_asU8(),
    proposalPayload: payload.getChaincodeProposalPayload_asU8(),
    responsePayload,
    endorsements: endorsed.getEndorsementsList(),
    proposalHash: response.getProposalHash_asU8(),
    chaincodeAction: peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()),
  };
}

/** What an event listener sees of a transaction; without a chaincode id there was no event. */
export function chaincodeEvent(action: EndorsedAction): InstanceType<typeof peer.ChaincodeEvent> | undefined {
  const event = peer.ChaincodeEvent.deserializeBinary(action.chaincodeAction.getEvents_asU8());
  return event.getChaincodeId() === '' ? undefined : event;
}

/** One namespace of a transaction's read-write set. */
export interface NamespaceReadWrites {
  readonly namespace: string;
  readonly set: InstanceType<typeof ledger.rwset.kvrwset.KVRWSet>;
}

export function unpackReadWrites(action: EndorsedAction): NamespaceReadWrites[] {
  return ledger.rwset.TxReadWriteSet.deserializeBinary(action.chaincodeAction.getResults_asU8())
    .getNsRwsetList()
    .map((namespace) => ({
      namespace: namespace.getNamespace(),
      set: ledger.rwset.kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8()),
    }));
}
