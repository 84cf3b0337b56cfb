import { codes } from '@certbridge/verifier-sdk';
import type { Code, PageField, Report } from '@certbridge/verifier-sdk';
import { changeStates, statusRules } from '@certbridge/verifier-sdk/formats';
import type { CertificateState } from '@certbridge/verifier-sdk/formats';
import type { Mark } from './mark';
import type { Words } from '../words/words';

export interface Headline {
  tone: Report['verdict'];
  mark: Mark;
  /** Whether what is shown was really issued: a revoked certificate was, a forged one was not. */
  genuine: boolean;
  /** Somebody made it look like a certificate: an alarm, unlike a code of something else. */
  forged: boolean;
  kind: Words;
  title: Words;
  reason: Words;
  next: Words;
}

/** What a verdict's code means; one that this version does not know stays as it is. */
export function meaningOf(code: string): Words {
  const known = Object.entries(codes).find(([one]) => one === code)?.[1];
  return known ? { zh: known.zh.meaning, en: known.en.meaning } : { zh: code, en: code };
}

const kinds: Record<Report['verdict'], Words> = {
  valid: { zh: '核验结论', en: 'Verdict' },
  invalid: { zh: '无效', en: 'Invalid' },
  indeterminate: { zh: '所知不足，不等于伪造', en: 'Unknown, not forged' },
};

const notRead: Words = { zh: '没有读到，不等于伪造', en: 'Not read, not forged' };

const titles: Record<Report['verdict'], Words> = {
  valid: { zh: '有效', en: 'Valid' },
  invalid: { zh: '不可信', en: 'Not genuine' },
  indeterminate: { zh: '无法判定', en: 'Undetermined' },
};

type Ended = Exclude<CertificateState, 'issued'>;
const states = changeStates.filter((state): state is Ended => statusRules[state].becomes !== 'issued');

/** Issued as it says, but not in force: the states of the ledger by their codes, and the days of validity. */
const ended: Partial<Record<Code, Words & { mark: Mark }>> = {
  ...Object.fromEntries(
    states.map((state) => {
      const { zh, en } = statusRules[state];
      return [state.toUpperCase() as Uppercase<Ended>, { zh, en, mark: 'bar' }] as const;
    }),
  ),
  EXPIRED: { zh: '已过期', en: 'Expired', mark: 'clock' },
  NOT_YET_VALID: { zh: '未生效', en: 'Not yet valid', mark: 'clock' },
};

const other: Partial<Record<Code, Words>> = {
  NOT_A_CERTIFICATE: { zh: '不是证照', en: 'Not a certificate' },
  READ_AGAIN: { zh: '请再扫一次', en: 'Scan again' },
  NO_QR_CODE: { zh: '没认出二维码', en: 'No QR code found' },
  PICTURE_UNREADABLE: { zh: '图片打不开', en: 'Picture not readable' },
  PICTURE_TOO_LARGE: { zh: '图片太大', en: 'Picture too large' },
  PDF_LOCKED: { zh: 'PDF有密码', en: 'Password needed' },
  PDF_TOO_LARGE: { zh: 'PDF太大', en: 'PDF too large' },
  PDF_UNREADABLE: { zh: 'PDF打不开', en: 'PDF not readable' },
  PDF_WITHOUT_SIGNATURE: { zh: '没有签名', en: 'Not signed' },
  SIGNATURE_DAMAGED: { zh: '签名已损坏', en: 'Signature damaged' },
  PAGE_DIFFERS: { zh: '页面不符', en: 'Page differs' },
  HOLDER_MISMATCH: { zh: '人证不符', en: 'Holder differs' },
  HOLDER_NAME_MISMATCH: { zh: '姓名不符', en: 'Name differs' },
  HOLDER_NUMBER_MISMATCH: { zh: '号码不符', en: 'Number differs' },
  HOLDER_INPUT_UNUSABLE: { zh: '输入有误', en: 'Type it again' },
  LEDGER_EQUIVOCATION: { zh: '账本异常', en: 'Ledger in doubt' },
};

/** What was never read, so that nothing of it was checked. */
const unread: ReadonlySet<Code> = new Set([
  'NOT_A_CERTIFICATE',
  'READ_AGAIN',
  'NO_QR_CODE',
  'PICTURE_UNREADABLE',
  'PICTURE_TOO_LARGE',
  'PDF_LOCKED',
  'PDF_TOO_LARGE',
  'PDF_UNREADABLE',
  'PDF_WITHOUT_SIGNATURE',
]);

export const isUnread = (code: Code): boolean => unread.has(code);

/** For whom has no mirror to sync by hand: the page does it, and has a button for it. */
const next: Partial<Record<Code, Words>> = {
  STATUS_UNKNOWN: {
    zh: '联网后点“立即更新”，再看结论。',
    en: 'Go online, press Update now, and look again.',
  },
  STATUS_STALE: {
    zh: '联网后点“立即更新”；急办的，按本地规定人工核实。',
    en: 'Go online and press Update now; if urgent, check by hand as your rules say.',
  },
  RECEIPT_MISSING: {
    zh: '请对方重新下载这份证照的PDF，再验一次。',
    en: 'Ask for a fresh download of the PDF, and check that.',
  },
  RECEIPT_UNUSABLE: {
    zh: '请对方重新下载这份证照的PDF，再验一次。',
    en: 'Ask for a fresh download of the PDF, and check that.',
  },
  ISSUER_UNKNOWN: {
    zh: '不予采信；如确系新机构，点“立即更新”后再看。',
    en: 'Do not accept; if the department is new, press Update now and look again.',
  },
};

/** What the text of a page and its QR code can differ in. */
const pageFields: Record<PageField, Words> = {
  name: { zh: '证照名称', en: 'name of the certificate' },
  identifier: { zh: '电子证照标识', en: 'identifier' },
  holderName: { zh: '持证主体', en: 'holder' },
  holderNumber: { zh: '证件号码', en: 'number' },
  validity: { zh: '有效期限', en: 'dates' },
};

function kindOf({ verdict, code, notes }: Report): Words {
  if (verdict === 'indeterminate' && isUnread(code)) return notRead;
  const { zh, en } = codes.QR_CODE_ONLY;
  return verdict === 'valid' && notes.includes('QR_CODE_ONLY')
    ? { zh: zh.meaning, en: en.meaning }
    : kinds[verdict];
}

/** What a clerk does next; of a page that proves nothing but its QR code, what may be relied on. */
function nextOf({ verdict, code, notes }: Report): Words {
  const { zh, en } = codes[verdict === 'valid' && notes.includes('QR_CODE_ONLY') ? 'QR_CODE_ONLY' : code];
  return next[code] ?? { zh: zh.next, en: en.next };
}

function reasonOf({ code, certificate }: Report): Words {
  const { zh, en } = codes[code];
  const differing = (certificate?.missingOnPage ?? []).map((field) => pageFields[field]);
  if (differing.length === 0) return { zh: `${zh.meaning}：${zh.cause}`, en: `${en.meaning}: ${en.cause}` };
  return {
    zh: `${zh.meaning}：${zh.cause}不符的是：${differing.map((field) => field.zh).join('、')}。`,
    en: `${en.meaning}: ${en.cause} What differs: ${differing.map((field) => field.en).join(', ')}.`,
  };
}

/** A genuine certificate in other hands is no forged one. */
const isOfHolder = (code: Code): boolean => code.startsWith('HOLDER_');

/** What a clerk reads first; the cause and the next step are the SDK's own words for the code. */
export function headline(report: Report): Headline {
  const { verdict: tone, code } = report;
  const { zh, en } = codes[code];
  const base = { tone, kind: kindOf(report), next: nextOf(report) };
  const past = tone === 'invalid' ? ended[code] : undefined;
  if (tone === 'valid' || past) {
    const { mark, ...title } = past ?? { ...titles.valid, mark: 'check' as const };
    return { ...base, mark, genuine: true, forged: false, title, reason: { zh: zh.cause, en: en.cause } };
  }
  return {
    ...base,
    mark: tone === 'invalid' ? 'cross' : 'question',
    genuine: false,
    forged: tone === 'invalid' && code !== 'NOT_A_CERTIFICATE' && !isOfHolder(code),
    title: other[code] ?? titles[tone],
    reason: reasonOf(report),
  };
}

/** Characters that are to blame, behind what they are to blame for. */
export const inBrackets = (characters: readonly string[] = []): Words =>
  characters.length === 0
    ? { zh: '', en: '' }
    : { zh: `（${characters.join('、')}）`, en: ` (${characters.join(', ')})` };
