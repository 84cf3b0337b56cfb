import type { Context } from 'koa';
import type { Principal } from '../principal/index.js';
import type { QuotaName, Quotas } from '../quotas/index.js';
import { openStreams, openUploads } from './open-at-once.js';
import type { OpenAtOnce } from './open-at-once.js';
import type { Operation } from './operation.js';
import { Places } from './places.js';

/** Files that are read and checked at once, of all callers together: each holds memory and a processor. */
const UPLOADS = 8;

/** What bounds the requests of one process. */
export interface Limits {
  /** Calls of somebody who is known, counted within the places. @throws QuotaExceeded, Overloaded */
  readonly ofCaller: (principal: Principal, name?: QuotaName) => Promise<void>;
  /** Requests of nobody who is known. @throws QuotaExceeded */
  readonly ofAddress: (address: string) => Promise<void>;
  /** @throws Overloaded */
  readonly places: Places;
  readonly uploads: Places;
  readonly streamsOfCaller: OpenAtOnce;
  readonly uploadsOfCaller: OpenAtOnce;
}

/** @param concurrency requests that are worked on at once */
export function limitsOf(quotas: Quotas, concurrency: number): Limits {
  const places = new Places(concurrency);
  return {
    ofCaller: ({ kind, subject }, name = kind === 'system' ? 'system-call' : 'call') =>
      places.during(() => quotas.use(name, subject)),
    ofAddress: (address) => quotas.useAddress(address),
    places,
    uploads: new Places(UPLOADS),
    streamsOfCaller: openStreams(),
    uploadsOfCaller: openUploads(),
  };
}

export const isEventStream = ({ answers }: Operation): boolean =>
  Object.values(answers).some((answer) => 'media' in answer && answer.media === 'text/event-stream');

/** Callers also go while it is looked up who they are: then nothing tells of it any more. */
export function onceClosed({ res }: Context, then: () => void): void {
  if (res.closed) then();
  else res.once('close', then);
}
