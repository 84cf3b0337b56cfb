import { texts } from '../../words';

export const fieldWords = texts({
  optional: { zh: '可不填', en: 'optional' },
  wrong: { zh: '有误：', en: 'Wrong: ' },
  choose: { zh: '请选择', en: 'Choose' },
});
