import { codes } from '@certbridge/verifier-sdk';
import type { Check, Report } from '@certbridge/verifier-sdk';
import type { Words } from '../words/words';
import { inBrackets, isUnread } from './words';

export interface CheckLine {
  name: Check['name'];
  outcome: Check['outcome'];
  title: Words;
  /** The outcome in one word. */
  said: Words;
  /** What that means, in a sentence. */
  sentence: Words;
}

const titles: Record<Check['name'], Words> = {
  integrity: { zh: '签名与完整性', en: 'Signature' },
  issuer: { zh: '颁发机构', en: 'Issuer' },
  anchoring: { zh: '上链存证', en: 'On the ledger' },
  status: { zh: '证照状态', en: 'Status' },
  validity: { zh: '有效期', en: 'Dates' },
  holder: { zh: '持证主体', en: 'Holder' },
  showing: { zh: '当场亮证', en: 'Shown live' },
};

const outcomes: Record<Check['outcome'], Words> = {
  pass: { zh: '通过', en: 'Passed' },
  fail: { zh: '不符', en: 'Failed' },
  unknown: { zh: '未知', en: 'Unknown' },
  skipped: { zh: '未查', en: 'Not checked' },
};

const passed: Record<Check['name'], Words> = {
  integrity: { zh: '签发以后，一个字也没有改动。', en: 'Not a letter was changed since it was signed.' },
  issuer: {
    zh: '由登记在册、获准颁发此类证照的机构签发。',
    en: 'Signed by a registered department that may issue this type.',
  },
  anchoring: {
    zh: '账本上有它的存证，多个省份共同背书。',
    en: 'On the ledger, as several provinces attest.',
  },
  status: {
    zh: '账本上没有吊销、注销、暂停或换发的记录。',
    en: 'Not revoked, cancelled, suspended or replaced on the ledger.',
  },
  validity: { zh: '今天在有效期之内。', en: 'Today lies within its dates.' },
  holder: { zh: '与所填持证主体一致。', en: 'The same holder as entered.' },
  showing: {
    zh: '由登记的手机此刻为这一事项出示。',
    en: 'Shown just now, for this item, by the device it is bound to.',
  },
};

/** Of a PDF that lost its signature. */
const codeUnchanged: Words = {
  zh: '二维码自签发以后没有改动；页面上的其他内容未经证实。',
  en: 'The QR code is as it was signed; nothing else on the page is proved.',
};

/** Why something was not looked at where all else is in order. */
const skipped: Partial<Record<Check['name'], Words>> = {
  anchoring: {
    zh: '二维码装不下存证凭据；签发密钥未被吊销时不必查。',
    en: 'A QR code has no room for the proof, which is needed once the signing key is revoked.',
  },
  holder: { zh: '本页认不出人：请当面核对。', en: 'This page cannot see who shows it: please look.' },
};
const givenUp: Words = {
  zh: '签名没有核对成功，其余不再看。',
  en: 'Not looked at: the signature could not be confirmed.',
};

/** What was checked, line by line, in plain sentences; of what is no certificate, nothing was. */
export function checkLines({ code, checks, certificate, notes }: Report): CheckLine[] {
  if (isUnread(code)) return [];
  return checks.map((check) => ({
    name: check.name,
    outcome: check.outcome,
    title: titles[check.name],
    said: outcomes[check.outcome],
    sentence:
      check.name === 'integrity' && check.outcome === 'pass' && notes.includes('QR_CODE_ONLY')
        ? codeUnchanged
        : sentenceOf(check, certificate !== null),
  }));
}

function sentenceOf({ name, outcome, code, characters }: Check, isAuthenticated: boolean): Words {
  if (outcome === 'pass') return passed[name];
  if (outcome === 'skipped') return (isAuthenticated ? skipped[name] : undefined) ?? givenUp;
  const { zh, en } = codes[code];
  const named = inBrackets(characters);
  return { zh: zh.cause + named.zh, en: en.cause + named.en };
}
