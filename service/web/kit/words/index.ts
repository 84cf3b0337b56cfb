export { listed, say, texts } from './say';
export type { Words } from './words';
