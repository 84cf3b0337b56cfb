import type { Schema, Words } from '../../../kit';

type Certificate = Schema<'Certificate'>;
type Change = Schema<'StatusChange'>;

/** Every state that a certificate can stand in: one without words does not compile. */
export const certificateStates: Readonly<Record<Certificate['state'], Words & { readonly tone: string }>> = {
  issued: { zh: '有效', en: 'in force', tone: 'good' },
  suspended: { zh: '已暂停', en: 'suspended', tone: 'wait' },
  revoked: { zh: '已吊销', en: 'revoked', tone: 'bad' },
  cancelled: { zh: '已注销', en: 'cancelled', tone: 'bad' },
  superseded: { zh: '已被替换', en: 'superseded', tone: '' },
  transferred: { zh: '已转移', en: 'transferred', tone: '' },
};

/** What a change does. */
export const changeWords: Readonly<Record<Change['state'], Words>> = {
  suspended: { zh: '暂停', en: 'Suspend' },
  reinstated: { zh: '恢复', en: 'Reinstate' },
  revoked: { zh: '吊销', en: 'Revoke' },
  cancelled: { zh: '注销', en: 'Cancel' },
  superseded: { zh: '换发替换', en: 'Supersede' },
  transferred: { zh: '转移', en: 'Transfer' },
  withdrawn: { zh: '撤销换发', en: 'Withdraw the replacement' },
};

/** What everybody sees from then on. */
export const consequences: Readonly<Record<'suspended' | 'reinstated' | 'revoked' | 'cancelled', Words>> = {
  suspended: {
    zh: '从现在起，所有窗口核验这份证照都会看到“已暂停”，不再采信；以后可以恢复。',
    en: 'From now on every window sees “Suspended” and does not rely on it; it can be reinstated.',
  },
  reinstated: {
    zh: '从现在起，所有窗口重新看到“有效”。',
    en: 'From now on every window sees “Valid” again.',
  },
  revoked: {
    zh: '从现在起，所有窗口核验这份证照都会看到“已吊销”，永远不再采信。不能恢复，只能重新签发。',
    en: 'From now on every window sees “Revoked”, for ever. It cannot be reinstated, only issued anew.',
  },
  cancelled: {
    zh: '从现在起，所有窗口核验这份证照都会看到“已注销”，永远不再采信。不能恢复，只能重新签发。',
    en: 'From now on every window sees “Cancelled”, for ever. It cannot be reinstated, only issued anew.',
  },
};

export const reasonWords: Readonly<Record<Change['reason'], Words>> = {
  unspecified: { zh: '未说明', en: 'unspecified' },
  'key-compromise': { zh: '密钥泄露', en: 'key compromised' },
  'data-error': { zh: '内容有误', en: 'an error in its data' },
  'issued-in-error': { zh: '不应签发', en: 'issued in error' },
  'holder-request': { zh: '持证主体申请', en: 'the holder asked' },
  'holder-ended': { zh: '持证主体终止', en: 'the holder ended' },
  'under-review': { zh: '正在核查', en: 'under review' },
  'review-passed': { zh: '核查通过', en: 'the review was passed' },
  replaced: { zh: '已换发', en: 'replaced' },
  lost: { zh: '遗失', en: 'lost' },
  moved: { zh: '迁移', en: 'moved' },
  'authority-decision': { zh: '依法决定', en: 'a decision of the authority' },
};
