import { ref, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { Draft } from '../../../kit';
import type { Filled } from './filled';

export interface KeptApplication {
  readonly filled: Ref<Filled>;
  /** Whether it goes on with what was typed before. */
  readonly isContinued: Readonly<Ref<boolean>>;
  /** Shows what was typed and not sent, else this. */
  begin(asItIs: Filled): void;
  /** Back to what it began with. */
  undo(): void;
  /** Once it is sent. */
  drop(): void;
}

/** What is typed into the form of an application that exists already: kept until it is sent, through lost sessions too. */
export function useKeptApplication(name: string, empty: Filled): KeptApplication {
  const draft = new Draft<Filled>(name);
  const filled = shallowRef(empty);
  const isContinued = ref(false);
  let original = empty;
  let begun = empty;
  const show = (value: Filled): void => {
    begun = value;
    filled.value = value;
  };
  watch(filled, (now) => {
    if (now !== begun) draft.keep(now);
  });
  return {
    filled,
    isContinued,
    begin(asItIs) {
      const before = draft.read();
      original = asItIs;
      isContinued.value = before !== undefined;
      show(before ?? asItIs);
    },
    undo() {
      draft.drop();
      isContinued.value = false;
      show(original);
    },
    drop() {
      draft.drop();
      isContinued.value = false;
    },
  };
}
