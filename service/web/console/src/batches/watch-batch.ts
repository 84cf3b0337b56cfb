import { onScopeDispose, ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { Refusal, addressOf, api, ask, throughCuts } from '../../../kit';
import type { Schema } from '../../../kit';
import { Pace } from './pace';

type Batch = Schema<'Batch'>;

export interface WatchedBatch {
  readonly batch: Readonly<ShallowRef<Batch>>;
  /** Certificates a second, over what was seen; 0 while that is not known. */
  readonly rate: Readonly<Ref<number>>;
  /** After a change that this page made itself: the events tell the rest. */
  readonly set: (batch: Batch) => void;
}

const isSettled = ({ state, issued, anchored }: Batch): boolean =>
  state === 'refused' || state === 'withdrawn' || (state === 'issued' && anchored >= issued);

/** Milliseconds before events that were refused are asked for again. */
const AGAIN = 2_000;

/** Follows a batch by its events, through cuts of the network and restarts of the service. */
export function watchBatch(first: Batch): WatchedBatch {
  const batch = shallowRef(first);
  const rate = ref(0);
  const pace = new Pace();
  const leaving = new AbortController();
  let events: EventSource | undefined;
  let later: ReturnType<typeof setTimeout> | undefined;
  const set = (now: Batch): void => {
    batch.value = now;
    rate.value = now.state === 'issuing' ? pace.of(now.issued) : 0;
    if (isSettled(now)) events?.close();
    else follow();
  };
  const read = ({ issuer, id }: Batch): Promise<Batch> =>
    ask(api.GET('/api/v1/issuers/{issuer}/batches/{batch}', { params: { path: { issuer, batch: id } } }));
  const unlessRefused = (error: unknown): undefined => {
    if (!(error instanceof Refusal)) throw error;
  };
  /** Events do not say why a batch was returned; the batch itself does, to those who may read it. */
  const readReason = async (told: Batch): Promise<void> => {
    const now = await read(told).catch(unlessRefused);
    if (now?.state === 'returned' && batch.value.state === 'returned') set(now);
  };
  /** Refused, by a proxy before a service that is away too: the browser asks again by itself only after a cut. */
  const goOn = async (): Promise<void> => {
    const now = await throughCuts(leaving.signal, () => read(batch.value)).catch(unlessRefused);
    if (now) set(now);
  };
  const follow = (): void => {
    if (leaving.signal.aborted || (events && events.readyState !== EventSource.CLOSED)) return;
    const { issuer, id } = batch.value;
    events = new EventSource(
      addressOf('/api/v1/issuers/{issuer}/batches/{batch}/events', { issuer, batch: id }),
    );
    events.addEventListener('batch', ({ data }) => {
      const told = JSON.parse(String(data)) as Batch;
      set(told);
      if (told.state === 'returned') void readReason(told);
    });
    events.addEventListener('error', () => {
      if (events?.readyState === EventSource.CLOSED) later = setTimeout(() => void goOn(), AGAIN);
    });
  };
  set(first);
  onScopeDispose(() => {
    leaving.abort();
    clearTimeout(later);
    events?.close();
  });
  return { batch, rate, set };
}
