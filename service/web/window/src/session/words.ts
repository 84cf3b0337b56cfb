import { texts } from '../../../kit';

export const sessionWords = texts({
  notYours: {
    zh: '您的账号没有这项工作的权限：请换窗口工作人员的账号登录。',
    en: 'Your account may not do this: sign in with that of a clerk at a window.',
  },
});
