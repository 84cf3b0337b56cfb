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
  end: { zh: '结束其会话', en: 'End the sessions' },
  ended: { zh: '已结束{n}个会话。', en: '{n} sessions were ended.' },
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
