import { codes } from './codes.js';
import type { Code, Language } from './codes.js';

/** The meaning and the cause, as one message; the next step is the table's. */
const messages: Readonly<Record<Language, Readonly<Record<Code, string>>>> = {
  zh: messagesIn('zh'),
  en: messagesIn('en'),
};

function messagesIn(language: Language): Readonly<Record<Code, string>> {
  const join = language === 'zh' ? '：' : ': ';
  const entries = Object.entries(codes).map(([code, entry]) => {
    const { meaning, cause } = entry[language];
    return [code, `${meaning}${join}${cause}`];
  });
  return Object.fromEntries(entries) as Record<Code, string>;
}

/** What to show for a code, and the characters that are to blame where there are any. */
export function messageOf(code: Code, language: Language, characters: readonly string[] = []): string {
  const message = messages[language][code];
  if (characters.length === 0) return message;
  return language === 'zh'
    ? `${message}（${characters.join('、')}）`
    : `${message} (${characters.join(', ')})`;
}
