import { Problem } from '../../platform/problems/index.js';

/** The certificate does not count today, or is a copy. */
export class NotPrintable extends Problem {
  constructor() {
    super('conflict', 'NOT_PRINTABLE', {
      zh: '只有今天有效的证照原件可以打印二维码卡：请查看它的状态和起止日期。',
      en: 'Cards are printed only of a certificate that is valid today, and is no copy: look at its state and its days.',
    });
  }
}
