// Writes docs/reference/permissions.md from the one table that the code obeys (platform/principal/permissions.ts).
// `npm run docs -w service`; with --check it only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';

import { permissions, ROLES } from '../dist/platform/principal/index.js';

const page = new URL('../../docs/reference/permissions.md', import.meta.url);
const titles = {
  operator: '经办 operator',
  approver: '审核 approver',
  administrator: '管理 administrator',
  auditor: '审计 auditor',
  clerk: '窗口 clerk',
  'network-administrator': '网络管理 network-administrator',
};
const row = (cells) => `| ${cells.join(' | ')} |`;
const rows = Object.entries(permissions).map(([id, { roles, scope, stepUp, purposeOf }]) =>
  row([
    `\`${id}\``,
    ...ROLES.map((role) =>
      roles === 'signed-in' || (roles !== 'resident' && roles.includes(role)) ? '✓' : '',
    ),
    roles === 'signed-in' || roles === 'resident' ? '✓' : '',
    scope,
    stepUp === true ? '✓' : '',
    (purposeOf ?? []).map((role) => titles[role]).join(', '),
  ]),
);
const head = [
  '操作 Operation',
  ...ROLES.map((role) => titles[role]),
  '居民 resident',
  '范围 Scope',
  '重新登录 Step-up',
  '须写明用途 Purpose',
];
const text = `# 权限 Permissions

<!-- prettier-ignore-start -->
<!-- Written by npm run docs -w service from service/src/platform/principal/permissions.ts -->

谁可以做什么。凡不在表中的操作都是公开的。居民是一种会话，不是角色：部门的操作居民一律不能做，居民的操作部门人员一律不能做。Who may do what, by the operation ids of \`/openapi.json\`. What is not in the table is public. A resident is a kind of session, not a role: residents may do nothing of a department's, and departments nothing of a resident's.

范围 Scope: \`certificate\` 所涉颁发机构与证照类型都须在本人范围内 (issuer and type must be covered); \`issuer\` 颁发机构须在范围内 (the issuer); \`hall\` 大厅须在范围内 (the hall); \`all-types\` 颁发机构及全部类型 (the issuer and all types); \`listed\` 只列出范围内的 (lists what is covered); \`people\` 授予的不得超出本人范围 (what is granted must be covered); \`own\` 只涉及本人 (oneself); \`own-certificates\` 只涉及本人所持证照 (certificates that oneself holds); \`network\` 由角色决定 (the role decides).

须写明用途 Purpose: 对所列角色而言，这是职责之外查看个人信息；不兼有同行其他角色的，须在标头 \`CertBridge-Purpose\` 写明用途，记入审计。 For the roles named it is a look at personal data beyond their task: whoever has none of the row's other roles says why in the header \`CertBridge-Purpose\`; it is kept in the audit.

${[row(head), row(head.map(() => '---')), ...rows].join('\n')}

<!-- prettier-ignore-end -->
`;

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/reference/permissions.md is old: npm run docs -w service\n');
  process.exitCode = 1;
}
