import { ref, watchEffect } from 'vue';

type Language = 'zh' | 'en';

const KEY = 'certbridge.language';
const tags: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

/** What the reader reads; Chinese until they choose otherwise. */
export const language = ref<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'zh');

watchEffect(() => {
  document.documentElement.lang = tags[language.value];
  localStorage.setItem(KEY, language.value);
});
