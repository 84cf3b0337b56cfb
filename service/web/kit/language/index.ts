export { language } from './language';
export type { Language } from './language';
export { textSize } from './text-size';
