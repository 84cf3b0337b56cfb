import { texts } from '../words';

export const formWords = texts({
  summary: { zh: '请先修改以下各项', en: 'Mend these first' },
  ofField: { zh: '{label}：{said}', en: '{label}: {said}' },
});
