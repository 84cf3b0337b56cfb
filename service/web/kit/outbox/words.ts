import { texts } from '../words';

export const outboxWords = texts({
  title: { zh: '待发送（{n}）', en: 'Not sent yet ({n})' },
  locked: {
    zh: '待发送（{n}）：保存在本机，登录后自动发送。',
    en: 'Not sent yet ({n}): kept on this device and sent once you have signed in.',
  },
  waits: { zh: '{at}登记，联网后自动发送', en: 'Made on {at}; sent by itself once the service is reached' },
  refused: { zh: '{at}登记，服务没有受理：{why}', en: 'Made on {at}; refused: {why}' },
  send: { zh: '现在发送', en: 'Send now' },
  drop: { zh: '删除这一条', en: 'Delete this one' },
  dropSure: { zh: '确认删除：不再发送', en: 'Delete it: it will not be sent' },
});
