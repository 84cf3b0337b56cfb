import { GatewayError } from '@hyperledger/fabric-gateway';
import { status } from '@grpc/grpc-js';

/** What went wrong with a call, by what can be done about it. */
export type Failure =
  /** The contract refused: the provinces whose endorsers say so, with one code. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly sentence: string;
      readonly provinces: ReadonlySet<string>;
    }
  /** This peer, or the way to it, is down: ask another. */
  | { readonly kind: 'unreachable' }
  /** Endorsers disagree, one lags, a chaincode starts: read again and retry. */
  | { readonly kind: 'unsettled' };

const UNREACHABLE: ReadonlySet<number> = new Set([
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
]);
/** The peer is up, but knows no peer of a province that was asked for: another choice of provinces may do. */
const NO_ENDORSER = /failed to find any endorsing peers/;
const RESPONSE = /^chaincode response \d+, (.*)$/s;
const CODE = /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) (.*)$/s;

/** Sorts an error of the gateway client; others (programming errors) are thrown on. */
export function classify(error: unknown): Failure {
  if (!(error instanceof GatewayError)) throw error;
  if (error.details.length > 0) {
    const refusals = error.details.map(({ message }) => refusal(message));
    const [first] = refusals;
    if (first !== undefined && refusals.every((other) => other?.code === first.code)) {
      return { kind: 'refused', ...first, provinces: new Set(error.details.map(({ mspId }) => mspId)) };
    }
  }
  if (NO_ENDORSER.test(error.message)) return { kind: 'unsettled' };
  return { kind: UNREACHABLE.has(error.code) ? 'unreachable' : 'unsettled' };
}

/** `chaincode response 500, CODE sentence`; a message without a code is the framework's, about the call's form. */
function refusal(message: string): { code: string; sentence: string } | undefined {
  const response = RESPONSE.exec(message)?.[1];
  if (response === undefined) return undefined;
  const coded = CODE.exec(response);
  return { code: coded?.[1] ?? 'CONTRACT_CALL_INVALID', sentence: coded?.[2] ?? response };
}

/** One line for a log: what the peers said. Contract and peers put nothing personal there. */
export function describe(error: unknown): string {
  if (!(error instanceof GatewayError)) return String(error);
  return [error.message, ...error.details.map(({ mspId, message }) => `${mspId}: ${message}`)].join('; ');
}
