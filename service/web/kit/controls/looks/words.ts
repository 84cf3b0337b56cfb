import { texts } from '../../words';

export const looksWords = texts({
  language: { zh: 'English', en: '中文' },
  larger: { zh: '大字', en: 'Large text' },
  usualSize: { zh: '标准字', en: 'Usual text' },
  dark: { zh: '深色', en: 'Dark' },
  light: { zh: '浅色', en: 'Light' },
});
