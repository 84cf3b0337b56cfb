import { Metadata, status as codes } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import { make } from '../message.js';

/** One peer's or orderer's part in a failure. */
export interface ErrorDetail {
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** An error that ends a gRPC call, with the details that fabric-gateway reads from `grpc-status-details-bin`. */
export class RpcError extends Error {
  readonly code: codes;
  readonly details: string;
  readonly metadata = new Metadata();

  constructor(code: codes, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.details = message;
    if (details.length > 0)
      this.metadata.set('grpc-status-details-bin', Buffer.from(rpcStatus(code, message, details)));
  }
}

function rpcStatus(code: codes, message: string, details: readonly ErrorDetail[]): Uint8Array {
  return make(new google.rpc.Status(), (status) => {
    status.setCode(code);
    status.setMessage(message);
    for (const detail of details) {
      const errorDetail = make(new gateway.ErrorDetail(), (d) => {
        d.setAddress(detail.address);
        d.setMspId(detail.mspId);
        d.setMessage(detail.message);
      });
      const any = new anyMessages.Any();
      any.pack(errorDetail.serializeBinary(), 'gateway.ErrorDetail');
      status.addDetails(any);
    }
  }).serializeBinary();
}

export { codes };
