import { ref, watchEffect } from 'vue';

/** `elder`: 适老: the smallest text is 20 px instead of 14. */
type TextSize = 'usual' | 'elder';

const KEY = 'certbridge.text-size';

export const textSize = ref<TextSize>(localStorage.getItem(KEY) === 'elder' ? 'elder' : 'usual');

watchEffect(() => {
  document.documentElement.dataset['textSize'] = textSize.value;
  localStorage.setItem(KEY, textSize.value);
});
