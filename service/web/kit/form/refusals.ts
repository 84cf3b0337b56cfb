import type { Refusal } from '../api';
import type { Words } from '../words';

const OFFLINE: Words = {
  zh: '连不上服务：请检查网络，再试一次。已填写的内容还在。',
  en: 'The service cannot be reached: check the network and try again. What you typed is kept.',
};

/** A proxy answered in the place of the service. */
const AWAY: Words = {
  zh: '服务暂时没有答复：请稍后再试一次。已填写的内容还在。',
  en: 'The service does not answer for the moment: try again a little later. What you typed is kept.',
};

/** A refusal in both languages: the service's words, or why there are none. */
export function refusalWords({ code, words }: Pick<Refusal, 'code' | 'words'>): Words {
  if (words) return words;
  if (code === 'OFFLINE') return OFFLINE;
  if (/^HTTP_50[234]$/.test(code)) return AWAY;
  return { zh: `没有办成（${code}）。`, en: `This was not done (${code}).` };
}
