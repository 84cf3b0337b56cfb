import { codes } from '@certbridge/verifier-sdk';
import type { Report } from '@certbridge/verifier-sdk';
import type { Words } from '../words/words';
import { inBrackets } from './words';

/** What came of a comparison, and how it is drawn. */
export interface Comparison {
  tone: 'same' | 'differs' | 'open';
  words: Words;
}

/** What is said of a comparison with the holder; null where none was made. */
export function comparisonWords({ checks }: Report): Comparison | null {
  const check = checks.find(({ name }) => name === 'holder');
  if (!check || check.outcome === 'skipped') return null;
  if (check.outcome === 'pass')
    return { tone: 'same', words: { zh: '与证照上的持证主体一致。', en: 'The same as on the certificate.' } };
  const { zh, en } = codes[check.code];
  const named = inBrackets(check.characters);
  return {
    tone: check.outcome === 'fail' ? 'differs' : 'open',
    words: { zh: `${zh.meaning}${named.zh}：${zh.next}`, en: `${en.meaning}${named.en}: ${en.next}` },
  };
}
