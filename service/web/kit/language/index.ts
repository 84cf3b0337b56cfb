export { language } from './language';
export { textSize } from './text-size';
