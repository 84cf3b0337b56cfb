import { ref, watchEffect } from 'vue';
import type { Ref } from 'vue';

/** A choice of the reader's that this browser remembers; `apply` shows it. Anything else that is stored counts as the first. */
export function remembered<const Choice extends string>(
  key: string,
  choices: readonly [Choice, ...Choice[]],
  apply: (choice: Choice) => void = () => undefined,
): Ref<Choice> {
  const stored = localStorage.getItem(key);
  const choice = ref(choices.find((one) => one === stored) ?? choices[0]) as Ref<Choice>;
  watchEffect(() => {
    apply(choice.value);
    localStorage.setItem(key, choice.value);
  });
  return choice;
}
