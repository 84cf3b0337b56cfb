import { remembered } from './remembered';

const tags = { zh: 'zh-CN', en: 'en' } as const;

/** What the reader reads; Chinese until they choose otherwise. */
export const language = remembered('certbridge.language', ['zh', 'en'], (chosen) => {
  document.documentElement.lang = tags[chosen];
});
