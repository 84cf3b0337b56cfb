import { statusRules } from '@certbridge/verifier-sdk/formats';
import type { Schema, Words } from '../../../kit';

type Certificate = Schema<'Certificate'>;
type Change = Schema<'StatusChange'>;

/** Every state that a certificate can stand in, in the words that windows use: one without them does not compile. */
export const certificateStates: Readonly<Record<Certificate['state'], Words & { readonly tone: string }>> = {
  issued: { zh: '有效', en: 'In force', tone: 'good' },
  suspended: { ...wordsOf('suspended'), tone: 'wait' },
  revoked: { ...wordsOf('revoked'), tone: 'bad' },
  cancelled: { ...wordsOf('cancelled'), tone: 'bad' },
  superseded: { ...wordsOf('superseded'), tone: '' },
  transferred: { ...wordsOf('transferred'), tone: '' },
};

function wordsOf(state: keyof typeof statusRules): Words {
  const { zh, en } = statusRules[state];
  return { zh, en };
}

/** What a change does. */
export const changeWords: Readonly<Record<Change['state'], Words>> = {
  suspended: { zh: '暂停', en: 'Suspend' },
  reinstated: { zh: '恢复', en: 'Reinstate' },
  revoked: { zh: '吊销', en: 'Revoke' },
  cancelled: { zh: '注销', en: 'Cancel' },
  superseded: { zh: '换发', en: 'Supersede' },
  transferred: { zh: '迁移', en: 'Transfer' },
  withdrawn: { zh: '撤回换发', en: 'Withdraw the replacement' },
};

/** What everybody sees from then on. */
export const consequences: Readonly<
  Record<'suspended' | 'reinstated' | 'revoked' | 'cancelled' | 'transferred', Words>
> = {
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
  transferred: {
    zh: '从现在起，所有窗口核验这份证照都会看到“已迁移”，并看到由哪个机构的哪份证照接替，不再采信这一份。不能恢复。',
    en: 'From now on every window sees “Transferred”, and which certificate of which issuer takes its place. It cannot be undone.',
  },
};
