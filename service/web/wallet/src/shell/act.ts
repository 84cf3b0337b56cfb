import { shallowRef } from 'vue';
import { Refusal, refusalWords } from '../../../kit';
import type { Words } from '../../../kit/words/words';

/** One act of the person: busy, done with what is said then, or refused with what to do. */
export function useAct() {
  const busy = shallowRef(false);
  const said = shallowRef<Words>();
  const isRefused = shallowRef(false);
  async function act(work: () => Promise<unknown>, done?: Words): Promise<void> {
    busy.value = true;
    said.value = undefined;
    try {
      await work();
      isRefused.value = false;
      said.value = done;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      isRefused.value = true;
      said.value = refusalWords(error);
    } finally {
      busy.value = false;
    }
  }
  return { busy, said, isRefused, act };
}
