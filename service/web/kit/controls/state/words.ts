import { texts } from '../../words';

export const stateWords = texts({
  loading: { zh: '正在读取……', en: 'Reading …' },
  again: { zh: '再试一次', en: 'Try again' },
});
