import { texts } from '../../../kit';
import type { Words } from '../../../kit';

/** Who acted where it is neither a person nor a program, which have names of their own. */
export const kindWords: Readonly<Record<string, Words>> = {
  resident: { zh: '群众', en: 'resident' },
  service: { zh: '本服务', en: 'this service' },
};

export const auditWords = texts({
  title: { zh: '审计记录', en: 'Audit' },
  note: {
    zh: '每次操作、每次查看个人信息都有记录；您的查询也会记下。记录的树头在各省共同的账本上，导出后可离线核对（见审计手册）。',
    en: 'Every act and every look at personal data; your searches too. The tree’s head is on the ledger: export and verify offline (guide for auditors).',
  },
  search: { zh: '查找', en: 'Search' },
  filter: { zh: '按条件查找', en: 'By what was done' },
  act: { zh: '做了什么', en: 'What was done' },
  actor: { zh: '谁', en: 'Who' },
  certificate: { zh: '证照编号', en: 'Certificate' },
  certificateHint: { zh: 'certId，32位', en: 'certId, 32 digits' },
  batch: { zh: '批次编号', en: 'Batch' },
  thisIssuer: { zh: '只看本机构', en: 'this issuer only' },
  whatever: { zh: '不限', en: 'any' },
  clear: { zh: '清空条件', en: 'Clear' },
  byHolder: { zh: '按持证主体查找', en: 'By holder' },
  holderNumber: { zh: '持证主体的证件号码', en: 'The holder’s number' },
  holderHint: {
    zh: '须填完整。谁动过、谁看过此人的资料都会列出。',
    en: 'All of it. Lists who did something with the holder’s data, or looked at it.',
  },
  purpose: { zh: '查看用途', en: 'Why you look' },
  purposeHint: { zh: '随本次查询记入审计', en: 'Kept with the record of this search' },
  results: { zh: '记录', en: 'Records' },
  count: { zh: '已显示{n}条', en: '{n} shown' },
  countMore: { zh: '已显示{n}条，往下滚动显示更多', en: '{n} shown; scroll for more' },
  none: { zh: '没有这样的记录。', en: 'There is no such record.' },
  at: { zh: '时间', en: 'When' },
  as: { zh: '{name}（{roles}）', en: '{name} ({roles})' },
  about: { zh: '涉及', en: 'About' },
  why: { zh: '用途', en: 'Why' },
  more: { zh: '详情', en: 'All of it' },
  moreOf: { zh: '第{id}号记录详情', en: 'All of it: record {id}' },
  aboutCertificate: { zh: '证照{id}', en: 'certificate {id}' },
  aboutBatch: { zh: '批次{id}', en: 'batch {id}' },
  somebody: { zh: '其他', en: 'somebody else' },
  issuer: { zh: '机构', en: 'Issuer' },
  subject: { zh: '对谁（化名）', en: 'On whom (pseudonym)' },
  request: { zh: '请求编号', en: 'Request' },
  filed: { zh: '归档摘要', en: 'Filed digest' },
  position: { zh: '在审计树中的位置', en: 'Place in the audit tree' },
  notSealed: { zh: '尚未封存', en: 'not sealed yet' },
  destroyed: {
    zh: '详情的密钥已按期销毁，内容不能再读。记录本身仍在树中。',
    en: 'The key of the details was destroyed in time. The record itself stays in the tree.',
  },
  export: { zh: '导出全部记录', en: 'Export all' },
});
