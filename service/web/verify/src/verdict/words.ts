import { codes } from '@certbridge/verifier-sdk';
import type { Check, Code, Report } from '@certbridge/verifier-sdk';

export interface Words {
  zh: string;
  en: string;
}

/** The shape beside the words, so that a verdict is never told by colour alone. */
export type Mark = 'check' | 'cross' | 'bar' | 'question' | 'clock';

export interface Headline {
  tone: Report['verdict'];
  mark: Mark;
  /** Whether what is shown was really issued: a revoked certificate was, a forged one was not. */
  genuine: boolean;
  kind: Words;
  title: Words;
  reason: Words;
  next: Words;
}

const kinds: Record<Report['verdict'], Words> = {
  valid: { zh: '核验结论', en: 'Verdict' },
  invalid: { zh: '无效', en: 'Invalid' },
  indeterminate: { zh: '所知不足，不等于伪造', en: 'Unknown, not forged' },
};

const titles: Record<Report['verdict'], Words> = {
  valid: { zh: '有效', en: 'Valid' },
  invalid: { zh: '不可信', en: 'Not genuine' },
  indeterminate: { zh: '无法判定', en: 'Undetermined' },
};

/** Issued as it says, but not in force. */
const ended: Partial<Record<Code, Words & { mark: Mark }>> = {
  REVOKED: { zh: '已吊销', en: 'Revoked', mark: 'bar' },
  CANCELLED: { zh: '已注销', en: 'Cancelled', mark: 'bar' },
  SUSPENDED: { zh: '已暂停', en: 'Suspended', mark: 'bar' },
  SUPERSEDED: { zh: '已换发', en: 'Replaced', mark: 'bar' },
  TRANSFERRED: { zh: '已迁移', en: 'Transferred', mark: 'bar' },
  EXPIRED: { zh: '已过期', en: 'Expired', mark: 'clock' },
  NOT_YET_VALID: { zh: '未生效', en: 'Not yet valid', mark: 'clock' },
};

const other: Partial<Record<Code, Words>> = {
  NOT_A_CERTIFICATE: { zh: '不是证照', en: 'Not a certificate' },
  HOLDER_MISMATCH: { zh: '人证不符', en: 'Holder differs' },
};

/** What a clerk reads first; the cause and the next step are the SDK's own words for the code. */
export function headline({ verdict: tone, code }: Pick<Report, 'verdict' | 'code'>): Headline {
  const { zh, en } = codes[code];
  const base = { tone, kind: kinds[tone], next: { zh: zh.next, en: en.next } };
  const past = tone === 'invalid' ? ended[code] : undefined;
  if (tone === 'valid' || past) {
    const { mark, ...title } = past ?? { ...titles.valid, mark: 'check' as const };
    return { ...base, mark, genuine: true, title, reason: { zh: zh.cause, en: en.cause } };
  }
  return {
    ...base,
    mark: tone === 'invalid' ? 'cross' : 'question',
    genuine: false,
    title: other[code] ?? titles[tone],
    reason: { zh: `${zh.meaning}：${zh.cause}`, en: `${en.meaning}: ${en.cause}` },
  };
}

export const checkNames: Record<Check['name'], Words> = {
  integrity: { zh: '签名与完整性', en: 'Signature, integrity' },
  issuer: { zh: '颁发机构', en: 'Issuer' },
  anchoring: { zh: '上链存证', en: 'Anchored on ledger' },
  status: { zh: '证照状态', en: 'Status' },
  validity: { zh: '有效期', en: 'Validity period' },
  holder: { zh: '持证人出示', en: 'Shown by its holder' },
};

export const outcomes: Record<Check['outcome'], Words> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不符', en: 'Failed' },
  unknown: { zh: '未知', en: 'Unknown' },
  skipped: { zh: '未查', en: 'Not checked' },
};
