import { common, gateway } from '@hyperledger/fabric-protos';
import type { Membership } from '../membership.js';
import { OrdererRefusal } from '../ordering/orderer.js';
import type { Orderer } from '../ordering/orderer.js';
import { unpackHeader } from '../transaction.js';
import { accessFailure } from './access.js';
import { codes, RpcError } from './status.js';

export interface SubmitParts {
  readonly orderer: Orderer;
  readonly membership: Membership;
  readonly channel: string;
  readonly address: () => string;
}

type Envelope = InstanceType<typeof common.Envelope>;

function checkWriter(envelope: Envelope, { membership, channel }: SubmitParts): void {
  let headers;
  try {
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    headers = unpackHeader(payload.getHeader() ?? new common.Header());
  } catch {
    throw new OrdererRefusal('BAD_REQUEST', 'could not determine channel ID: bad envelope');
  }
  if (headers.channel.getChannelId() !== channel)
    throw new OrdererRefusal('BAD_REQUEST', 'channel does not exist');
  const failure = accessFailure(membership, 'Writers', {
    identity: headers.signature.getCreator_asU8(),
    data: envelope.getPayload_asU8(),
    signature: envelope.getSignature_asU8(),
  });
  if (failure !== undefined) throw new OrdererRefusal('FORBIDDEN', `${failure}: permission denied`);
}

/** Hands a signed transaction to the orderer; refusals look as a BFT ordering service's do. */
export function submit(
  parts: SubmitParts,
  request: InstanceType<typeof gateway.SubmitRequest>,
): InstanceType<typeof gateway.SubmitResponse> {
  const envelope = request.getPreparedTransaction();
  if (envelope === undefined)
    throw new RpcError(codes.INVALID_ARGUMENT, 'a prepared transaction is required');
  if (envelope.getSignature_asU8().length === 0) {
    throw new RpcError(codes.INVALID_ARGUMENT, 'prepared transaction must be signed');
  }
  try {
    checkWriter(envelope, parts);
    parts.orderer.submit(envelope.serializeBinary());
  } catch (error) {
    if (!(error instanceof OrdererRefusal)) throw error;
    const message = `received unsuccessful response from orderer: status=${error.status}, info=${error.message}`;
    throw new RpcError(
      codes.UNAVAILABLE,
      'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
      parts.membership.mspIds.map((mspId) => ({ address: parts.address(), mspId, message })),
    );
  }
  return new gateway.SubmitResponse();
}
