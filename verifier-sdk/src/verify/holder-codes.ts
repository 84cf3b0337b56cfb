import { text } from './code-entry.js';
import type { CodeEntry } from './code-entry.js';

/** Which of name and number is not the holder's, or could not be compared. */
export const holderCodes = {
  HOLDER_MISMATCH: {
    kind: 'invalid',
    zh: text('持证主体不符', '出示人或所填信息与证照上的持证主体不一致。', '核对身份后重新亮证。'),
    en: text(
      'Holder mismatch',
      'Whoever presents it, or what was entered, does not match the holder.',
      'Check the identity and have it presented again.',
    ),
  },
  HOLDER_NAME_MISMATCH: {
    kind: 'invalid',
    zh: text(
      '姓名（名称）不符',
      '所填姓名或名称与证照上的持证主体不一致。',
      '核对姓名后重试；确实不符的，不予采信。',
    ),
    en: text(
      'Name differs',
      'The name that was entered is not the holder’s on the certificate.',
      'Check the name and try again; if it does differ, do not accept.',
    ),
  },
  HOLDER_NUMBER_MISMATCH: {
    kind: 'invalid',
    zh: text(
      '证件号码不符',
      '所填号码与证照上持证主体的号码不一致。',
      '核对号码后重试；确实不符的，不予采信。',
    ),
    en: text(
      'Number differs',
      'The number that was entered is not the holder’s on the certificate.',
      'Check the number and try again; if it does differ, do not accept.',
    ),
  },
  HOLDER_NOT_NAMED: {
    kind: 'indeterminate',
    zh: text(
      '无法自动核对持证主体',
      '该证照签发较早，未注明哪些内容是持证主体的名称和号码。',
      '请人工核对证照上的姓名（名称）和号码。',
    ),
    en: text(
      'Holder cannot be compared',
      'An older certificate: it does not say which of its fields name and number the holder.',
      'Compare the name and number on the certificate by eye.',
    ),
  },
  HOLDER_INPUT_UNUSABLE: {
    kind: 'indeterminate',
    zh: text(
      '所填内容无法核对',
      '所填姓名（名称）或号码中有不能使用的字符，多半是看不见的。',
      '请删去后重新输入，再核对一次。',
    ),
    en: text(
      'What was entered cannot be compared',
      'The name or number that was entered holds characters that none may have; most of them cannot be seen.',
      'Type it anew and compare again.',
    ),
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
