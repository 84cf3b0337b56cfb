import { Problem } from '../../platform/problems/index.js';

/** Whoever is at the counter does not hold the certificate: name and number must both be theirs. */
export class HolderNotHere extends Problem {
  constructor() {
    super('unprocessable', 'HOLDER_NOT_HERE', {
      zh: '来人不是这份证照的持证主体：请照身份证核对姓名和号码。',
      en: 'Whoever is here does not hold this certificate: compare name and number with the identity card.',
    });
  }
}
