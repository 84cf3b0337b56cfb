import type { ServerDuplexStream } from '@grpc/grpc-js';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import type { Block } from '../blocks/block.js';
import type { Chain } from '../blocks/chain.js';
import { accessFailure } from '../gateway/access.js';
import { asRpcError, callSignal, writeSlowly } from '../gateway/calls.js';
import type { CallLimit } from '../gateway/calls.js';
import { codes, RpcError } from '../gateway/status.js';
import type { Membership } from '../membership.js';
import { make } from '../message.js';
import { unpackHeader } from '../transaction.js';
import type { Headers } from '../transaction.js';
import { filterBlock } from './filtered-block.js';

const { Status } = common;
type StatusCode = common.StatusMap[keyof common.StatusMap];
type Envelope = InstanceType<typeof common.Envelope>;
type Response = InstanceType<typeof peer.DeliverResponse>;
type DeliverCall = ServerDuplexStream<Envelope, Response>;

export interface DeliverParts {
  readonly chain: Chain;
  readonly membership: Membership;
  readonly channel: string;
  readonly timeWindowMs: number;
}

/** How a kind of delivery shows a block. */
export type Render = (block: Block) => Response;

export const renderBlock: Render = (block) =>
  make(new peer.DeliverResponse(), (response) => response.setBlock(block));

export function renderFiltered(channel: string): Render {
  return (block) =>
    make(new peer.DeliverResponse(), (response) => response.setFilteredBlock(filterBlock(block, channel)));
}

/** Without private data there is none to add. */
export const renderWithPrivateData: Render = (block) =>
  make(new peer.DeliverResponse(), (response) =>
    response.setBlockAndPrivateData(make(new peer.BlockAndPrivateData(), (both) => both.setBlock(block))),
  );

interface Seek {
  readonly first: number;
  readonly last: number;
  readonly failIfNotReady: boolean;
}

function position(at: InstanceType<typeof orderer.SeekPosition>, chain: Chain, oldest: number): number {
  const { TypeCase } = orderer.SeekPosition;
  switch (at.getTypeCase()) {
    case TypeCase.OLDEST:
      return oldest;
    case TypeCase.NEWEST:
      return chain.published - 1;
    case TypeCase.NEXT_COMMIT:
      return chain.published;
    case TypeCase.SPECIFIED:
      return at.getSpecified()?.getNumber() ?? 0;
    default:
      return Number.NaN;
  }
}

function readSeek(data: Uint8Array, chain: Chain): Seek | undefined {
  const info = orderer.SeekInfo.deserializeBinary(data);
  const [start, stop] = [info.getStart(), info.getStop()];
  if (start === undefined || stop === undefined) return undefined;
  const first = position(start, chain, 0);
  const last = position(stop, chain, first);
  // NaN, from a position of no known type, is refused by this comparison as well.
  if (!(first <= last)) return undefined;
  return {
    first,
    last,
    failIfNotReady: info.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY,
  };
}

function unpack(envelope: Envelope): { headers: Headers; data: Uint8Array } | undefined {
  try {
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const header = payload.getHeader();
    return header === undefined ? undefined : { headers: unpackHeader(header), data: payload.getData_asU8() };
  } catch {
    return undefined;
  }
}

/** Answers one seek request; the status ends it. */
async function deliverBlocks(
  parts: DeliverParts,
  envelope: Envelope,
  send: (block: Block) => Promise<void>,
  signal: AbortSignal,
): Promise<StatusCode> {
  const { chain, membership, channel, timeWindowMs } = parts;
  const request = unpack(envelope);
  const time = request?.headers.channel.getTimestamp()?.toDate().getTime();
  if (request === undefined || time === undefined || Math.abs(Date.now() - time) > timeWindowMs) {
    return Status.BAD_REQUEST;
  }
  if (request.headers.channel.getChannelId() !== channel) return Status.NOT_FOUND;
  const signed = {
    identity: request.headers.signature.getCreator_asU8(),
    data: envelope.getPayload_asU8(),
    signature: envelope.getSignature_asU8(),
  };
  const allowed = (): boolean => accessFailure(membership, 'Readers', signed) === undefined;
  if (!allowed()) return Status.FORBIDDEN;
  const seek = readSeek(request.data, chain);
  if (seek === undefined) return Status.BAD_REQUEST;
  for (let number = seek.first; number <= seek.last; number += 1) {
    if (seek.failIfNotReady && number >= chain.published) return Status.NOT_FOUND;
    while (number >= chain.published && !signal.aborted) await chain.nextBlock(signal);
    if (signal.aborted) return Status.SERVICE_UNAVAILABLE;
    const block = await chain.block(number);
    if (!allowed()) return Status.FORBIDDEN;
    await send(block);
  }
  return Status.SUCCESS;
}

/** A handler of the peer's Deliver service: seek requests come one after another on one stream. */
export function deliver(
  parts: DeliverParts,
  limit: CallLimit,
  closing: AbortSignal,
  render: Render,
): (call: DeliverCall) => void {
  return (call) => {
    const signal = callSignal(call, closing);
    limit
      .run(async () => {
        for await (const envelope of call as AsyncIterable<Envelope>) {
          const send = async (block: Block): Promise<void> => writeSlowly(call, render(block), signal);
          const status = await deliverBlocks(parts, envelope, send, signal);
          if (closing.aborted) throw new RpcError(codes.UNAVAILABLE, 'the ledger is closing');
          call.write(make(new peer.DeliverResponse(), (response) => response.setStatus(status)));
          if (status !== Status.SUCCESS) return;
        }
      })
      .then(
        () => call.end(),
        (error: unknown) => call.emit('error', asRpcError(error)),
      );
  };
}
