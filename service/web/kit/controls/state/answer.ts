import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ShallowRef, WatchSource } from 'vue';
import { Refusal } from '../../api';

/** What a page asked the service for: being fetched, there, or refused. */
export interface Answer<Value> {
  readonly value: Readonly<ShallowRef<Value | undefined>>;
  readonly refusal: Readonly<ShallowRef<Refusal | undefined>>;
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Asks again; what is shown stays until the new answer is there. */
  again(): Promise<void>;
}

/** Asks now, and whenever `sources` change. An answer that was overtaken by a later question is dropped. */
export function useAnswer<Value>(
  question: () => Promise<Value>,
  sources: readonly WatchSource[] = [],
): Answer<Value> {
  const value = shallowRef<Value>();
  const refusal = shallowRef<Refusal>();
  const busy = shallowRef(false);
  let latest = 0;
  const again = async (): Promise<void> => {
    const mine = ++latest;
    busy.value = true;
    try {
      const answer = await question();
      if (mine !== latest) return;
      value.value = answer;
      refusal.value = undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (mine === latest) refusal.value = error;
    } finally {
      if (mine === latest) busy.value = false;
    }
  };
  if (sources.length > 0) {
    watch(sources, () => {
      value.value = undefined;
      void again();
    });
  }
  void again();
  onScopeDispose(() => (latest = Infinity));
  return { value, refusal, busy, again };
}
