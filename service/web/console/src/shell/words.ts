import { texts } from '../../../kit';

export const shellWords = texts({
  name: { zh: '证桥签发台', en: 'CertBridge console' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  navigation: { zh: '主要功能', en: 'Main' },
  home: { zh: '首页', en: 'Home' },
  issue: { zh: '签发一份', en: 'Issue one' },
  batches: { zh: '批量签发', en: 'Issue many' },
  approvals: { zh: '审核', en: 'Approve' },
  find: { zh: '查找证照', en: 'Find' },
  people: { zh: '人员与机构', en: 'People and issuers' },
  corrections: { zh: '更正申请', en: 'Corrections' },
  keys: { zh: '签名密钥', en: 'Signing keys' },
  audit: { zh: '审计记录', en: 'Audit' },
  ownSessions: { zh: '{name}的登录', en: 'Sessions of {name}' },
  department: { zh: '颁发机构', en: 'Issuer' },
  signOut: { zh: '退出', en: 'Sign out' },
  stillSignedIn: { zh: '还没有退出。', en: 'You are still signed in.' },
  signOutDrafts: {
    zh: '本机还有{n}份未提交的草稿，退出后会删除，以免他人看到。',
    en: '{n} drafts that were not sent are on this machine. Signing out deletes them, so that nobody else sees them.',
  },
  signOutAnyway: { zh: '删除草稿并退出', en: 'Delete them and sign out' },
  stay: { zh: '留下', en: 'Stay' },
  signInTitle: { zh: '登录证桥签发台', en: 'Sign in to the console' },
  signInWhy: {
    zh: '签发、审核与查询电子证照，须先登录。',
    en: 'Sign in to issue, approve and find certificates.',
  },
  signIn: { zh: '登录', en: 'Sign in' },
  typedIsKept: {
    zh: '证照表单中填写的内容已保存在本机，登录后接着填。',
    en: 'What you typed into a certificate’s form is kept on this machine: sign in and go on.',
  },
  noIssuer: {
    zh: '您的范围内还没有颁发机构：请管理员添加机构，或调整您的范围。',
    en: 'No issuer lies within your scope: an administrator adds one, or widens your scope.',
  },
  nowhere: { zh: '没有这一页', en: 'There is no such page' },
  nowhereWhy: {
    zh: '地址可能抄错了，或这一页已经改名。',
    en: 'The address may be mistyped, or the page was renamed.',
  },
  toHome: { zh: '回到首页', en: 'To the home page' },
});
