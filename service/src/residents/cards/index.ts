/** Cards to print 二维码卡: the static code of a certificate, for whoever has no phone. */
export { cardOperations } from './operations.js';
export { cardsPaper } from './cards-paper.js';
export type { CardParts } from './cards-paper.js';
