import { texts } from '../words';

export const sessionWords = texts({
  signIn: { zh: '登录', en: 'Sign in' },
  endedTitle: { zh: '登录已结束', en: 'The session has ended' },
  ended: {
    zh: '太久没有操作，或已在别处退出：请重新登录。',
    en: 'You were away for long, or signed out elsewhere: sign in again.',
  },
  stepUpTitle: { zh: '请再次登录', en: 'Sign in once more' },
  stepUp: {
    zh: '这一步影响重大，需要您重新登录确认本人；登录后回到本页再点一次。',
    en: 'This step is weighty: sign in once more, then press the button again.',
  },
});
