import { shallowRef } from 'vue';
import { Refusal, refusalWords } from '../../../kit';
import type { Words } from '../../../kit/words/words';
import { KeyLeft, OthersCarried } from '../device/change-key';
import { PasskeyRefused } from '../device/passkey';
import { passkeyWords, words } from '../words';

/** What to say of it; what nobody foresaw goes on. */
function saidOf(error: unknown): Words {
  if (error instanceof Refusal) return refusalWords(error);
  if (error instanceof PasskeyRefused) return passkeyWords[error.code];
  if (error instanceof OthersCarried) return words.othersCarried;
  if (error instanceof KeyLeft) return words.keyLeft;
  throw error;
}

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
      said.value = saidOf(error);
      isRefused.value = true;
    } finally {
      busy.value = false;
    }
  }
  return { busy, said, isRefused, act };
}
