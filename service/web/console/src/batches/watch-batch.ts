import { onScopeDispose, ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { Refusal, addressOf, api, ask } from '../../../kit';
import type { Schema } from '../../../kit';

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

/** Follows a batch by its events; the browser asks again by itself after a cut. */
export function watchBatch(first: Batch): WatchedBatch {
  const batch = shallowRef(first);
  const rate = ref(0);
  let begun: { readonly at: number; readonly issued: number } | undefined;
  let events: EventSource | undefined;
  const set = (now: Batch): void => {
    batch.value = now;
    if (now.state === 'issuing') begun ??= { at: Date.now(), issued: now.issued };
    const seconds = begun ? (Date.now() - begun.at) / 1000 : 0;
    rate.value = begun && seconds >= 1 ? (now.issued - begun.issued) / seconds : 0;
    if (isSettled(now)) events?.close();
    else follow();
  };
  /** Events do not say why a batch was returned; the batch itself does, to those who may read it. */
  const readReason = async ({ issuer, id }: Batch): Promise<void> => {
    const now = await ask(
      api.GET('/api/v1/issuers/{issuer}/batches/{batch}', { params: { path: { issuer, batch: id } } }),
    ).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    if (now?.state === 'returned' && batch.value.state === 'returned') set(now);
  };
  const follow = (): void => {
    if (events && events.readyState !== EventSource.CLOSED) return;
    const { issuer, id } = batch.value;
    events = new EventSource(
      addressOf('/api/v1/issuers/{issuer}/batches/{batch}/events', { issuer, batch: id }),
    );
    events.addEventListener('batch', ({ data }) => {
      const told = JSON.parse(String(data)) as Batch;
      set(told);
      if (told.state === 'returned') void readReason(told);
    });
  };
  set(first);
  onScopeDispose(() => events?.close());
  return { batch, rate, set };
}
