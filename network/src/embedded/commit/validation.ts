import { common, peer } from '@hyperledger/fabric-protos';
import { majority } from '../endorsement/policy.js';
import type { Membership } from '../membership.js';
import { computeTxId, proposalHash, unpackAction, unpackHeader, unpackReadWrites } from '../transaction.js';
import type { EndorsedAction, Headers, NamespaceReadWrites } from '../transaction.js';

const { TxValidationCode: Code } = peer;

/** An endorsed transaction that stands but for its reads and its id. */
export interface CheckedTransaction {
  readonly code: typeof Code.VALID;
  readonly txId: string;
  readonly sets: readonly NamespaceReadWrites[];
}

export interface RejectedTransaction {
  readonly code: Exclude<number, 0>;
  readonly txId: string;
}

export interface ValidationRules {
  readonly channel: string;
  readonly chaincode: string;
  readonly membership: Membership;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function wellFormed({ channel, signature }: Headers): boolean {
  return (
    channel.getEpoch() === 0 && signature.getNonce_asU8().length > 0 && signature.getCreator_asU8().length > 0
  );
}

function creatorSigned(
  envelope: InstanceType<typeof common.Envelope>,
  headers: Headers,
  membership: Membership,
): boolean {
  return (
    attempt(() =>
      membership
        .identity(headers.signature.getCreator_asU8())
        .verify(envelope.getPayload_asU8(), envelope.getSignature_asU8()),
    ) === true
  );
}

function bindsProposal(action: EndorsedAction, headers: Headers): boolean {
  const expected = proposalHash(headers.header, action.signatureHeader, action.proposalPayload);
  return expected.equals(action.proposalHash);
}

/** How many provinces' peers endorsed exactly this response. */
function endorsingProvinces(action: EndorsedAction, membership: Membership): Set<string> {
  const provinces = new Set<string>();
  for (const endorsement of action.endorsements) {
    const endorser = endorsement.getEndorser_asU8();
    const identity = attempt(() => membership.identity(endorser));
    if (identity?.role !== 'peer') continue;
    const signed = Buffer.concat([action.responsePayload, endorser]);
    if (identity.verify(signed, endorsement.getSignature_asU8())) provinces.add(identity.mspId);
  }
  return provinces;
}

/** The chaincode and the namespaces it writes: only the one that is defined, and only its own. */
function namespaceCode(
  action: EndorsedAction,
  headers: Headers,
  sets: readonly NamespaceReadWrites[],
  chaincode: string,
): number {
  const extension = attempt(() =>
    peer.ChaincodeHeaderExtension.deserializeBinary(headers.channel.getExtension_asU8()),
  );
  const named = extension?.getChaincodeId()?.getName();
  const responded = action.chaincodeAction.getChaincodeId();
  if (named !== chaincode || responded?.getName() !== chaincode || responded.getVersion() === '') {
    return Code.INVALID_CHAINCODE;
  }
  const namespaces = sets.map(({ namespace }) => namespace);
  if (new Set(namespaces).size < namespaces.length) return Code.ILLEGAL_WRITESET;
  const foreign = sets.some(
    ({ namespace, set }) => namespace !== chaincode && set.getWritesList().length > 0,
  );
  if (foreign) return Code.INVALID_CHAINCODE;
  const event = attempt(() => peer.ChaincodeEvent.deserializeBinary(action.chaincodeAction.getEvents_asU8()));
  const emitter = event?.getChaincodeId();
  return emitter === '' || emitter === chaincode ? Code.VALID : Code.INVALID_OTHER_REASON;
}

function actionCode(
  action: EndorsedAction,
  headers: Headers,
  rules: ValidationRules,
): number | NamespaceReadWrites[] {
  const sets = attempt(() => unpackReadWrites(action));
  if (sets === undefined) return Code.BAD_RWSET;
  const code = namespaceCode(action, headers, sets, rules.chaincode);
  if (code !== Code.VALID) return code;
  const needed = majority(rules.membership.mspIds.length);
  if (endorsingProvinces(action, rules.membership).size < needed) return Code.ENDORSEMENT_POLICY_FAILURE;
  return sets;
}

/** Checks an ordered transaction as a peer does before MVCC, in the peer's order and with its codes. */
export function checkTransaction(
  bytes: Uint8Array,
  rules: ValidationRules,
): CheckedTransaction | RejectedTransaction {
  const envelope = attempt(() => common.Envelope.deserializeBinary(bytes));
  if (envelope === undefined || envelope.getPayload_asU8().length === 0)
    return { code: Code.NIL_ENVELOPE, txId: '' };
  const payload = attempt(() => common.Payload.deserializeBinary(envelope.getPayload_asU8()));
  if (payload === undefined) return { code: Code.BAD_PAYLOAD, txId: '' };
  const headers = attempt(() => unpackHeader(payload.getHeader() ?? new common.Header()));
  if (headers === undefined || !wellFormed(headers)) return { code: Code.BAD_COMMON_HEADER, txId: '' };
  const txId = headers.channel.getTxId();
  const reject = (code: number): RejectedTransaction => ({ code, txId });
  if (!creatorSigned(envelope, headers, rules.membership)) return reject(Code.BAD_CREATOR_SIGNATURE);
  if (headers.channel.getType() !== common.HeaderType.ENDORSER_TRANSACTION)
    return reject(Code.UNKNOWN_TX_TYPE);
  if (txId !== computeTxId(headers.signature)) return reject(Code.BAD_PROPOSAL_TXID);
  const action = attempt(() => unpackAction(payload.getData_asU8()));
  if (action === undefined || !bindsProposal(action, headers))
    return reject(Code.INVALID_ENDORSER_TRANSACTION);
  if (headers.channel.getChannelId() !== rules.channel) return reject(Code.TARGET_CHAIN_NOT_FOUND);
  const sets = actionCode(action, headers, rules);
  return typeof sets === 'number' ? reject(sets) : { code: Code.VALID, txId, sets };
}
