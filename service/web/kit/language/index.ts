export { colours } from './colours';
export { language } from './language';
export { remembered } from './remembered';
export { textSize } from './text-size';
