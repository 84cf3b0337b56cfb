import { texts } from '../words';

export const announceWords = texts({ close: { zh: '知道了', en: 'Close' } });
