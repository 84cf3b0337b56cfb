import { gateway } from '@hyperledger/fabric-protos';
import type { peer } from '@hyperledger/fabric-protos';
import type { Chain, TransactionPlace } from '../blocks/chain.js';
import type { Membership } from '../membership.js';
import { make } from '../message.js';
import { accessFailure } from './access.js';
import { codes, RpcError } from './status.js';

export interface CommitStatusParts {
  readonly chain: Chain;
  readonly membership: Membership;
  readonly channel: string;
  readonly commitStatusTimeoutMs: number;
}

type Request = InstanceType<typeof gateway.CommitStatusRequest>;

function checkRequest(
  signed: InstanceType<typeof gateway.SignedCommitStatusRequest>,
  parts: CommitStatusParts,
): Request {
  const bytes = signed.getRequest_asU8();
  if (bytes.length === 0) throw new RpcError(codes.INVALID_ARGUMENT, 'a commit status request is required');
  const request = gateway.CommitStatusRequest.deserializeBinary(bytes);
  if (request.getIdentity_asU8().length === 0)
    throw new RpcError(codes.INVALID_ARGUMENT, 'no identity provided');
  if (request.getChannelId() === '') throw new RpcError(codes.INVALID_ARGUMENT, 'no channel ID provided');
  if (request.getTransactionId() === '') {
    throw new RpcError(codes.INVALID_ARGUMENT, 'transaction ID should not be empty');
  }
  checkReader(parts, request.getChannelId(), {
    identity: request.getIdentity_asU8(),
    data: bytes,
    signature: signed.getSignature_asU8(),
  });
  return request;
}

/** @throws RpcError PERMISSION_DENIED unless the request is signed by someone who may read the channel */
export function checkReader(
  parts: { readonly membership: Membership; readonly channel: string },
  channel: string,
  signed: { identity: Uint8Array; data: Uint8Array; signature: Uint8Array },
): void {
  if (channel !== parts.channel) {
    throw new RpcError(codes.PERMISSION_DENIED, `Failed to get policy manager for channel [${channel}]`);
  }
  const failure = accessFailure(parts.membership, 'Readers', signed);
  if (failure !== undefined) {
    throw new RpcError(
      codes.PERMISSION_DENIED,
      `failed evaluating policy on signed data during check policy [/Channel/Application/Readers]: [${failure}]`,
    );
  }
}

async function waitFor(txId: string, parts: CommitStatusParts, call: AbortSignal): Promise<TransactionPlace> {
  const signal = AbortSignal.any([call, AbortSignal.timeout(parts.commitStatusTimeoutMs)]);
  for (;;) {
    const place = parts.chain.place(txId);
    if (place !== undefined) return place;
    if (call.aborted) throw new RpcError(codes.UNAVAILABLE, 'the ledger is closing');
    if (signal.aborted) throw new RpcError(codes.DEADLINE_EXCEEDED, 'context deadline exceeded');
    await parts.chain.nextBlock(signal);
  }
}

/** Waits until a transaction is committed, the caller goes away, or the wait has lasted too long. */
export async function commitStatus(
  parts: CommitStatusParts,
  signed: InstanceType<typeof gateway.SignedCommitStatusRequest>,
  call: AbortSignal,
): Promise<InstanceType<typeof gateway.CommitStatusResponse>> {
  const request = checkRequest(signed, parts);
  const place = await waitFor(request.getTransactionId(), parts, call);
  return make(new gateway.CommitStatusResponse(), (response) => {
    response.setResult(place.code as peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap]);
    response.setBlockNumber(place.block);
  });
}
