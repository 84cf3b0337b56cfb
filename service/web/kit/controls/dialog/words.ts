import { texts } from '../../words';

export const dialogWords = texts({ close: { zh: '关闭', en: 'Close' } });
