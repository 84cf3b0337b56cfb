import { texts } from '../../words';

export const fileWords = texts({ choose: { zh: '选择文件', en: 'Choose a file' } });
