import { texts } from '../words';

export const offlineWords = texts({
  offline: {
    zh: '现在连不上服务。已填写的内容保存在本机；网络恢复后自动继续。',
    en: 'The service cannot be reached. What you typed is kept on this machine; it goes on by itself when the network is back.',
  },
  update: { zh: '本页有新版本。', en: 'A new version of this page is ready.' },
  take: { zh: '更新', en: 'Update' },
});
