import type { ClientDuplexStream } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { messageOf } from '../errors.js';
import { make } from '../message.js';
import type { Proposal } from '../transaction.js';
import { ContractRequests } from './requests.js';
import type { RequestContext } from './requests.js';

const { Type } = peer.ChaincodeMessage;
type ChaincodeMessage = InstanceType<typeof peer.ChaincodeMessage>;
export type ContractCall = ClientDuplexStream<ChaincodeMessage, ChaincodeMessage>;

/** What a run of the contract came to. */
export interface ContractResult {
  readonly response: InstanceType<typeof peer.Response>;
  readonly event: InstanceType<typeof peer.ChaincodeEvent> | undefined;
}

interface Running {
  readonly requests: ContractRequests;
  readonly finish: (message: ChaincodeMessage) => void;
  readonly fail: (error: Error) => void;
}

const STREAM_TERMINATED = 'chaincode stream terminated';
const CALLER_GONE = 'the caller has gone';

/** One province's stream to the contract: registers it, sends transactions, answers what they ask. */
export class ContractStream {
  readonly #call: ContractCall;
  readonly #running = new Map<string, Running>();
  readonly #kill: () => void;
  readonly ready: Promise<void>;
  #open = true;
  #lastMessage = Date.now();

  /** @param kill ends the contract's process: a stream that ends alone is as bad */
  constructor(call: ContractCall, kill: () => void) {
    this.#call = call;
    this.#kill = kill;
    this.ready = new Promise((resolve, reject) => {
      const end = (error?: Error): void => {
        if (!this.#open) return;
        this.#open = false;
        reject(error ?? new Error(STREAM_TERMINATED));
        for (const { fail } of this.#running.values()) fail(new Error(STREAM_TERMINATED));
        this.#running.clear();
        kill();
      };
      call.on('data', (message: ChaincodeMessage) => {
        this.#lastMessage = Date.now();
        if (message.getType() === Type.REGISTER) this.#register(resolve);
        else void this.#receive(message);
      });
      call.on('error', end);
      call.on('end', () => end());
    });
    this.ready.catch(() => undefined);
  }

  #send(type: number, payload?: Uint8Array, of?: { txId: string; channel: string }): void {
    if (!this.#open) return;
    this.#call.write(
      make(new peer.ChaincodeMessage(), (message) => {
        message.setType(type as ReturnType<ChaincodeMessage['getType']>);
        if (payload !== undefined) message.setPayload(payload);
        if (of === undefined) return;
        message.setTxid(of.txId);
        message.setChannelId(of.channel);
      }),
    );
  }

  #register(resolve: () => void): void {
    this.#send(Type.REGISTERED);
    this.#send(Type.READY);
    resolve();
  }

  async #receive(message: ChaincodeMessage): Promise<void> {
    const type = message.getType();
    const of = { txId: message.getTxid(), channel: message.getChannelId() };
    const running = this.#running.get(of.txId);
    if (type === Type.COMPLETED || type === Type.ERROR) {
      running?.finish(message);
    } else if (type !== Type.KEEPALIVE) {
      try {
        if (running === undefined) throw new Error('no ledger context');
        this.#send(Type.RESPONSE, await running.requests.answer(type, message.getPayload_asU8()), of);
      } catch (error) {
        const name = Object.keys(Type).find((key) => Type[key as keyof typeof Type] === type) ?? type;
        this.#send(
          Type.ERROR,
          Buffer.from(`${name} failed: transaction ID: ${of.txId}: ${messageOf(error)}`),
          of,
        );
      }
    }
  }

  /**
   * Runs the contract once, until `signal`: then the next thing that it asks of the ledger is refused, and so it ends.
   * A contract that has not said a word when its time is over is killed: only a loop without end does that.
   * @throws Error when it does not answer in time, its process ends, or it answers that the transaction failed
   */
  async execute(
    proposal: Proposal,
    context: RequestContext,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<ContractResult> {
    const txId = proposal.channel.getTxId();
    const channel = proposal.channel.getChannelId();
    if (!this.#open) throw new Error(`error sending: ${STREAM_TERMINATED}`);
    if (this.#running.has(txId)) throw new Error(`error sending: txid: ${txId}(${channel}) exists`);
    const isCallerGone = (): boolean => signal.aborted;
    if (isCallerGone()) throw new Error(CALLER_GONE);
    const started = Date.now();
    let timer: NodeJS.Timeout | undefined;
    let leave = (): void => undefined;
    try {
      const message = await new Promise<ChaincodeMessage>((finish, fail) => {
        leave = () => fail(new Error(CALLER_GONE));
        signal.addEventListener('abort', leave);
        timer = setTimeout(() => {
          fail(new Error('timeout expired while executing transaction'));
          if (this.#open && this.#lastMessage < started) this.#kill();
        }, timeoutMs);
        this.#running.set(txId, { requests: new ContractRequests(context), finish, fail });
        this.#call.write(transactionMessage(proposal));
      });
      return contractResult(message, proposal);
    } finally {
      // A loop without end outlasts its caller: it is looked at once its own time is over.
      if (isCallerGone()) timer?.unref();
      else clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      this.#running.delete(txId);
    }
  }

  close(): void {
    this.#call.cancel();
  }
}

function transactionMessage(proposal: Proposal): ChaincodeMessage {
  return make(new peer.ChaincodeMessage(), (message) => {
    message.setType(Type.TRANSACTION);
    message.setPayload(proposal.input.serializeBinary());
    message.setTxid(proposal.channel.getTxId());
    message.setChannelId(proposal.channel.getChannelId());
    message.setProposal(proposal.signed);
  });
}

function contractResult(message: ChaincodeMessage, proposal: Proposal): ContractResult {
  if (message.getType() === Type.ERROR) {
    throw new Error(
      `transaction returned with failure: ${Buffer.from(message.getPayload_asU8()).toString()}`,
    );
  }
  const event = message.getChaincodeEvent();
  event?.setChaincodeId(proposal.chaincode);
  event?.setTxId(proposal.channel.getTxId());
  return { response: peer.Response.deserializeBinary(message.getPayload_asU8()), event };
}
