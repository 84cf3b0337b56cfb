import type { Refusal } from '../api';
import type { Words } from '../words';

/** Codes of the service that a person of a department can meet, and what to do. */
const known: Readonly<Record<string, Words>> = {
  OFFLINE: {
    zh: '连不上服务：请检查网络，再试一次。已填写的内容还在。',
    en: 'The service cannot be reached: check the network and try again. What you typed is kept.',
  },
  TOKEN_REFUSED: { zh: '登录已结束：请重新登录。', en: 'The session has ended: sign in again.' },
  NOT_ALLOWED: {
    zh: '您没有这项权限。需要时请联系管理员。',
    en: 'You may not do this. If you need to, ask an administrator.',
  },
  STEP_UP_NEEDED: {
    zh: '这一步需要重新登录确认本人。',
    en: 'This step asks you to sign in once more.',
  },
  APPLICATION_INVALID: {
    zh: '有内容需要修改，见下列各项。',
    en: 'Something is to be mended: see the fields below.',
  },
  APPLICATION_REFUSED: {
    zh: '没有签发：见下列原因。',
    en: 'It was not issued, for the reasons below.',
  },
  ISSUER_PENDING: {
    zh: '该颁发机构还没有在账本上登记完成，稍后再试；久未完成请联系管理员。',
    en: 'The ledger does not know this issuer yet: try later, or ask an administrator.',
  },
  ISSUER_MOVING: {
    zh: '该颁发机构正在移交其他省级节点，不再受理新的签发；已受理的继续上链。移交完成后请到接管的省级节点办理。',
    en: 'This issuer is about to move to another province: nothing new is taken in, what was accepted goes on. Submit it to the service of that province once the move is decided.',
  },
  ISSUER_MOVED: {
    zh: '该颁发机构已由其他省级节点接管，请到该节点的服务办理。',
    en: 'This issuer belongs to another province now: its service takes this.',
  },
  ISSUER_RETIRED: {
    zh: '该颁发机构已终止，不再签发新的证照；已签发证照的状态仍可变更。',
    en: 'This issuer has ended: it issues nothing new; the status of what it issued may be changed.',
  },
  TYPE_NOT_ALLOWED: {
    zh: '该颁发机构不签发这种证照。',
    en: 'This issuer does not issue certificates of this type.',
  },
  APPROVER_IS_SUBMITTER: {
    zh: '提交人不能审核自己提交的内容：请由另一位审核人员处理。',
    en: 'Who submitted may not approve: another approver decides.',
  },
  SUBMITTER_UNPROVED: {
    zh: '数据库中的提交记录与系统所记不符，不能审核通过：请驳回后重新提交，并告知管理员。',
    en: 'What waits is not what the service wrote down: reject it, submit anew, and tell an administrator.',
  },
  BATCH_STATE: {
    zh: '这一批的状态已经变了，请刷新后再看。',
    en: 'The batch is in another state by now: reload to see it.',
  },
  BATCH_INCOMPLETE: {
    zh: '没有可签发的行，或要求全部无误而仍有错误行：请先修改。',
    en: 'No row can be issued, or rows are wrong although all must be right: mend them first.',
  },
  BATCH_CHANGED: {
    zh: '内容与提交时不一致，已拒绝签发：请撤回这一批，重新上传。',
    en: 'The rows are not those that were submitted: withdraw the batch and upload again.',
  },
  UPLOAD_GONE: {
    zh: '原文件已过保存期，请修改原件后重新上传。',
    en: 'The file is not kept any more: mend the original and upload it again.',
  },
  ROW_UNKNOWN: { zh: '这一批没有这一行。', en: 'The batch has no such row.' },
  BATCH_UNKNOWN: { zh: '没有这一批。', en: 'There is no such batch.' },
  CERTIFICATE_UNKNOWN: {
    zh: '本机构没有这份证照：请核对标识或号码。',
    en: 'This issuer has no such certificate: compare the identifier.',
  },
  HOLDER_FORGOTTEN: {
    zh: '该持证主体的资料已依法删除，内容不能再显示。',
    en: 'The holder’s data was erased by law: nothing of it can be shown.',
  },
  STATE_FINAL: {
    zh: '这份证照已经终止，不能再变更。',
    en: 'The certificate has ended: nothing more can be changed.',
  },
  STATE_TRANSITION: {
    zh: '证照现在的状态不允许这样变更：请刷新后再看。',
    en: 'The state of the certificate does not allow this: reload to see it.',
  },
  CHANGE_ALREADY_PROPOSED: {
    zh: '这份证照已有一项变更等待审核：请先由审核人员处理。',
    en: 'Another change of this certificate waits for approval.',
  },
  CHANGE_NOT_PROPOSED: {
    zh: '这项变更已经处理过了：请刷新后再看。',
    en: 'This change was decided already: reload to see it.',
  },
  NOT_COPYABLE: {
    zh: '只有今天有效的证照可以制作加注件，加注件本身不能再加注。',
    en: 'Only a certificate that is valid today has copies, and a copy has none.',
  },
  NOT_WAITING_FOR_APPROVAL: {
    zh: '这一批不在等待审核：请刷新后再看。',
    en: 'This does not wait for approval: reload to see it.',
  },
  PHOTO_REFUSED: {
    zh: '照片不是可用的JPEG或PNG：请换一张。',
    en: 'The photo is not a usable JPEG or PNG: take another one.',
  },
  TIMEOUT: {
    zh: '服务没有及时答复，可能已经办成：请刷新查看，不要重复提交。',
    en: 'The service did not answer in time; it may have been done: reload before sending again.',
  },
  UPLOAD_CUT_OFF: { zh: '上传中断：请再传一次。', en: 'The upload was cut off: send it again.' },
};

/** A refusal in both languages; one that is not foreseen is shown with its code, for who is asked for help. */
export function refusalWords({ code, message }: Pick<Refusal, 'code' | 'message'>): Words {
  const words = known[code];
  if (words) return words;
  // Sentences of the intake are Chinese, then English.
  const [, zh, en] = /^(.*[\u3002\u4e00-\u9fff]) ([A-Z][\x20-\x7e].*)$/su.exec(message) ?? [];
  if (zh !== undefined && en !== undefined) return { zh, en };
  return {
    zh: `没有办成（${code}）。${message}`,
    en: `This was not done (${code}). ${message}`,
  };
}
