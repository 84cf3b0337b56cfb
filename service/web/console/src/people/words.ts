import { texts } from '../../../kit';
import type { Schema, Words } from '../../../kit';

export const roleWords: Readonly<Record<Schema<'WhoAmI'>['roles'][number], Words>> = {
  operator: { zh: '经办', en: 'operator' },
  approver: { zh: '审核', en: 'approver' },
  administrator: { zh: '管理', en: 'administrator' },
  auditor: { zh: '审计', en: 'auditor' },
  clerk: { zh: '窗口', en: 'clerk' },
  'network-administrator': { zh: '网络管理', en: 'network administrator' },
};

export const viaWords: Readonly<Record<Schema<'Session'>['via'], Words>> = {
  browser: { zh: '浏览器', en: 'a browser' },
  'command-line': { zh: '命令行', en: 'the command line' },
  'client-credentials': { zh: '接入的系统', en: 'a program' },
  sample: { zh: '样例', en: 'samples' },
};

export const peopleWords = texts({
  title: { zh: '人员与机构', en: 'People and issuers' },
  people: { zh: '人员', en: 'People' },
  name: { zh: '姓名', en: 'Name' },
  issuerName: { zh: '名称', en: 'Name' },
  roles: { zh: '角色', en: 'Roles' },
  issuers: { zh: '可办机构', en: 'Issuers' },
  types: { zh: '可办证照', en: 'Types' },
  all: { zh: '全部', en: 'all' },
  none: { zh: '无', en: 'none' },
  act: { zh: '处理', en: 'Do' },
  change: { zh: '更改权限', en: 'Change' },
  changeOf: { zh: '更改权限：{name}', en: 'Change: {name}' },
  propose: { zh: '提出更改', en: 'Propose it' },
  proposeNote: {
    zh: '另一位管理员通过后生效。',
    en: 'It counts once another administrator agrees.',
  },
  takesAll: {
    zh: '没有选任何角色：通过后此人什么也不能办。',
    en: 'No role is chosen: once agreed, this person may do nothing.',
  },
  waiting: { zh: '等待另一位管理员', en: 'Waiting for another administrator' },
  by: { zh: '提出人', en: 'Asked by' },
  when: { zh: '时间', en: 'When' },
  decide: { zh: '决定', en: 'Decide' },
  own: {
    zh: '这是您自己提出的，须由另一位管理员处理。',
    en: 'You asked for this yourself: another administrator decides.',
  },
  proposed: { zh: '已提出，等待另一位管理员通过。', en: 'Asked for: another administrator decides.' },
  approved: { zh: '已通过，立即生效。', en: 'Approved: it counts at once.' },
  rejected: { zh: '未通过，权限不变。', en: 'Rejected: nothing changes.' },
  sessions: { zh: '登录', en: 'Sessions' },
  sessionsOf: { zh: '登录：{name}', en: 'Sessions: {name}' },
  noSessions: { zh: '现在没有登录。', en: 'Not signed in anywhere.' },
  ownSessions: { zh: '我的登录', en: 'My sessions' },
  ownSessionsNote: {
    zh: '您在这些地方登录着。不认得的、忘记退出的，请结束；可疑的告诉管理员。',
    en: 'You are signed in here. End what you do not know or forgot; tell an administrator what looks wrong.',
  },
  via: { zh: '从哪里', en: 'From' },
  began: { zh: '登录时间', en: 'Since' },
  seen: { zh: '最近使用', en: 'Last used' },
  ends: { zh: '最迟结束', en: 'Ends' },
  thisOne: { zh: '就是这里', en: 'this one' },
  endOne: { zh: '结束', en: 'End' },
  endAll: { zh: '结束全部登录', en: 'End all sessions' },
  endAllNote: {
    zh: '立即生效。本人可以重新登录；要阻止其登录，请在单位的登录系统停用账号。',
    en: 'At once. They may sign in again: to prevent that, close the account at the identity provider.',
  },
  ended: { zh: '已结束{n}个登录。', en: '{n} sessions were ended.' },
  systems: { zh: '接入的系统', en: 'Programs' },
  systemsNote: {
    zh: '以OAuth 2.0客户端接入的其他系统；改动用HTTP接口。',
    en: 'OAuth 2.0 clients; the HTTP API changes them.',
  },
  changesNote: {
    zh: '角色与范围由两位管理员改动：一人提出，另一人通过。',
    en: 'Roles and scopes are changed by two administrators: one proposes, the other approves.',
  },
  issuersTitle: { zh: '颁发机构', en: 'Issuers' },
  code: { zh: '代码', en: 'Code' },
  ledger: { zh: '账本登记', en: 'Ledger' },
  registered: { zh: '已登记', en: 'registered' },
  pending: { zh: '登记中，暂不能签发', en: 'pending: nothing is issued' },
  moving: { zh: '正在移交其他省级节点，不再受理', en: 'about to move: nothing new is taken in' },
  moved: { zh: '已由其他省级节点接管', en: 'belongs to another province' },
  retired: { zh: '已终止，只变更状态', en: 'has ended: status changes only' },
  fourEyes: { zh: '双人审核', en: 'Four eyes' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
});
