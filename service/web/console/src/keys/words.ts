import { say, texts } from '../../../kit';
import type { Schema, Words } from '../../../kit';

type Key = Schema<'Key'>;
type Change = Schema<'KeyChange'>;

export const keyStates: Readonly<Record<Key['state'], Words & { readonly tone: string }>> = {
  requested: { zh: '等待数字证书', en: 'waits for its certificate', tone: 'wait' },
  ready: { zh: '可以换用', en: 'ready', tone: '' },
  'in-use': { zh: '使用中', en: 'in use', tone: 'good' },
  retired: { zh: '已换下', en: 'retired', tone: '' },
  revoked: { zh: '已吊销', en: 'revoked', tone: 'bad' },
};

export const useWords: Readonly<Record<Key['use'], Words>> = {
  certificate: { zh: '二维码和PDF', en: 'QR codes and PDFs' },
  credential: { zh: '凭证（SD-JWT）', en: 'credentials (SD-JWT)' },
};

/** What a key may sign, to choose from. */
export const keyUses = (): { readonly value: Key['use']; readonly label: string }[] =>
  (Object.keys(useWords) as Key['use'][]).map((value) => ({ value, label: say(useWords[value]) }));

export const backendWords: Readonly<Record<Key['backend'], Words>> = {
  file: { zh: '密钥文件', en: 'a file' },
  pkcs12: { zh: '导入的密钥文件', en: 'an imported file' },
  pkcs11: { zh: '密码机', en: 'a security module' },
};

export const changeKinds: Readonly<Record<Change['kind'], Words>> = {
  rotate: { zh: '换用密钥', en: 'another key' },
  revoke: { zh: '吊销密钥', en: 'revocation' },
};

export const changeStates: Readonly<Record<Change['state'], Words>> = {
  proposed: { zh: '等待另一位管理员', en: 'waits for another administrator' },
  rejected: { zh: '未通过', en: 'rejected' },
  approved: { zh: '等待账本', en: 'waits for the ledger' },
  done: { zh: '已完成', en: 'done' },
};

export const keyWords = texts({
  title: { zh: '签名密钥', en: 'Signing keys' },
  keys: { zh: '密钥', en: 'Keys' },
  note: {
    zh: '私钥不离开服务或密码机。换用和吊销须由另一位管理员通过（实行双人审核的机构）。',
    en: 'Private keys never leave the service or its module. Where four eyes are asked for, another administrator agrees.',
  },
  none: {
    zh: '还没有签名密钥，不能签发：请管理员按“换用密钥”由服务生成，或按“导入密钥文件”“申请数字证书”用本机构的密钥。',
    en: 'No signing key yet, so nothing can be issued: an administrator has the service make one (“Use another key”), or brings the department’s own (“Import a key file”, “Ask for a certificate”).',
  },
  kid: { zh: '编号', en: 'Key' },
  use: { zh: '用途', en: 'Signs' },
  state: { zh: '状态', en: 'State' },
  backend: { zh: '存放', en: 'Lies in' },
  created: { zh: '生成', en: 'Made' },
  until: { zh: '数字证书到期', en: 'Certificate ends' },
  unlimited: { zh: '不到期', en: 'does not end' },
  daysLeft: { zh: '{day}，剩不到{n}天', en: '{day}: fewer than {n} days left' },
  expired: { zh: '{day}，已到期，签发已暂停', en: '{day}: expired, nothing is issued' },
  act: { zh: '处理', en: 'Do' },
  waiting: { zh: '等待处理的变更', en: 'Changes that wait' },
  change: { zh: '变更', en: 'Change' },
  by: { zh: '提出人', en: 'Asked by' },
  when: { zh: '时间', en: 'When' },
  own: {
    zh: '这是您自己提出的，须由另一位管理员处理。',
    en: 'You asked for this yourself: another administrator decides.',
  },
  trouble: { zh: '还没完成：{code}', en: 'not carried out yet: {code}' },
  proposed: {
    zh: '已提出，等待另一位管理员通过。',
    en: 'Asked for: another administrator decides.',
  },
  rejected: { zh: '未通过，不会执行。', en: 'Rejected: it is not carried out.' },
  done: {
    zh: '已受理，账本可用时立即生效。',
    en: 'Taken in: it takes effect as soon as the ledger is there.',
  },

  rotate: { zh: '换用密钥', en: 'Use another key' },
  rotateNote: {
    zh: '从此用另一把密钥签名；旧密钥签过的证照仍然有效。签发不中断。',
    en: 'Another key signs from now on; what the old one signed stays good. Issuing goes on.',
  },
  next: { zh: '换用哪一把', en: 'Which key' },
  fresh: { zh: '由服务生成一把新的', en: 'a new one, made by the service' },
  confirmRotate: { zh: '确认换用', en: 'Use it' },

  revoke: { zh: '吊销', en: 'Revoke' },
  revokeOf: { zh: '吊销密钥{kid}', en: 'Revoke key {kid}' },
  reason: { zh: '原因', en: 'Reason' },
  revokeConsequence: {
    zh: '从现在起永远不再用这把密钥签名。它签过并已上链的证照仍然有效；没有上链的不再采信，须重新签发。不能恢复。',
    en: 'It never signs again. What it signed and is anchored stays good; what is not anchored counts no more and is issued anew. It cannot be undone.',
  },
  revokeInUse: {
    zh: '这把密钥正在使用：由本服务证书机构签发的立即换新，由部门证书机构签发的，在换用下一把之前暂停签发。',
    en: 'It is in use: one of this service’s authority is replaced at once; of the department’s own authority, nothing is issued until the next.',
  },
  confirmRevoke: { zh: '确认吊销', en: 'Revoke for ever' },

  import: { zh: '导入密钥文件', en: 'Import a key file' },
  importNote: {
    zh: '部门证书机构给的.p12或.pfx文件，内有私钥和数字证书。导入后还要“换用密钥”才开始使用。',
    en: 'A .p12 or .pfx file of the department’s authority. It is used only once you choose “Use another key”.',
  },
  dropKey: { zh: '把密钥文件拖到这里', en: 'Drop the key file here' },
  keyKinds: { zh: '.p12、.pfx', en: '.p12, .pfx' },
  chosen: { zh: '已选：{name}', en: 'Chosen: {name}' },
  passphrase: { zh: '文件口令', en: 'Passphrase of the file' },
  confirmImport: { zh: '导入', en: 'Import' },
  imported: { zh: '已导入。', en: 'It is imported.' },

  request: { zh: '申请数字证书', en: 'Ask for a certificate' },
  requestNote: {
    zh: '服务生成一把新密钥，并给出证书请求文件（PKCS#10）。把文件交给部门的证书机构；拿到答复后点“导入数字证书”。',
    en: 'The service makes a key and a request (PKCS#10). Give it to the department’s authority, then import its answer.',
  },
  algorithm: { zh: '算法', en: 'Algorithm' },
  confirmRequest: { zh: '生成请求文件', en: 'Make the request' },
  requested: { zh: '请求文件已下载。', en: 'The request is downloaded.' },

  certify: { zh: '导入数字证书', en: 'Import a certificate' },
  certifyNote: {
    zh: '证书机构的答复：数字证书和直至根的各级证书（PEM）。',
    en: 'The authority’s answer: the certificate and those up to the root (PEM).',
  },
  dropAnswer: { zh: '把证书文件拖到这里', en: 'Drop the certificate file here' },
  answerKinds: { zh: '.pem、.crt、.cer', en: '.pem, .crt, .cer' },
});
