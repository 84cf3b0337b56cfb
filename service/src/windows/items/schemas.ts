export { serviceItem } from './item.js';
