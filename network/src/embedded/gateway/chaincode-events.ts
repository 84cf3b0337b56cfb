import { common, gateway, orderer, peer } from '@hyperledger/fabric-protos';
import { blockEnvelopes, blockFlags } from '../blocks/block.js';
import type { Block } from '../blocks/block.js';
import type { Chain } from '../blocks/chain.js';
import type { Membership } from '../membership.js';
import { make } from '../message.js';
import { chaincodeEvent, unpackAction } from '../transaction.js';
import { checkReader } from './commit-status.js';
import { codes, RpcError } from './status.js';

type Event = InstanceType<typeof peer.ChaincodeEvent>;
type Response = InstanceType<typeof gateway.ChaincodeEventsResponse>;

export interface EventParts {
  readonly chain: Chain;
  readonly membership: Membership;
  readonly channel: string;
}

/** The events of a block's valid transactions. */
function blockEvents(block: Block): Event[] {
  const flags = blockFlags(block);
  return blockEnvelopes(block).flatMap((envelope, index) => {
    if (flags[index] !== peer.TxValidationCode.VALID) return [];
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(0),
    );
    if (header.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
    return chaincodeEvent(unpackAction(payload.getData_asU8())) ?? [];
  });
}

/** Lets events of the chaincode through; with a checkpoint, only those after that transaction's event. */
function matcher(request: InstanceType<typeof gateway.ChaincodeEventsRequest>): (event: Event) => boolean {
  const chaincode = request.getChaincodeId();
  const after = request.getAfterTransactionId();
  let passed = after === '';
  return (event) => {
    if (passed) return event.getChaincodeId() === chaincode;
    passed = event.getTxId() === after;
    return false;
  };
}

function startBlock(request: InstanceType<typeof gateway.ChaincodeEventsRequest>, chain: Chain): number {
  const place = chain.place(request.getAfterTransactionId());
  if (place !== undefined) return place.block;
  const position = request.getStartPosition();
  switch (position?.getTypeCase()) {
    case undefined:
    case orderer.SeekPosition.TypeCase.TYPE_NOT_SET:
    case orderer.SeekPosition.TypeCase.NEXT_COMMIT:
      return chain.published;
    case orderer.SeekPosition.TypeCase.SPECIFIED:
      return position.getSpecified()?.getNumber() ?? 0;
    default:
      throw new RpcError(codes.INVALID_ARGUMENT, 'invalid start position type');
  }
}

/** Yields responses for the blocks that hold matching events, and waits for new blocks until aborted. */
export async function* chaincodeEvents(
  parts: EventParts,
  signed: InstanceType<typeof gateway.SignedChaincodeEventsRequest>,
  call: AbortSignal,
): AsyncGenerator<Response> {
  const bytes = signed.getRequest_asU8();
  if (bytes.length === 0)
    throw new RpcError(codes.INVALID_ARGUMENT, 'a chaincode events request is required');
  const request = gateway.ChaincodeEventsRequest.deserializeBinary(bytes);
  checkReader(parts, request.getChannelId(), {
    identity: request.getIdentity_asU8(),
    data: bytes,
    signature: signed.getSignature_asU8(),
  });
  const matches = matcher(request);
  const ended = (): boolean => call.aborted;
  for (let number = startBlock(request, parts.chain); !ended(); number += 1) {
    while (number >= parts.chain.published && !ended()) await parts.chain.nextBlock(call);
    if (ended()) return;
    const events = blockEvents(await parts.chain.block(number)).filter(matches);
    if (events.length === 0) continue;
    yield make(new gateway.ChaincodeEventsResponse(), (response) => {
      response.setBlockNumber(number);
      response.setEventsList(events);
    });
  }
}
