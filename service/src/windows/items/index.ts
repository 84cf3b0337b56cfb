/** Service items (事项): data, checked when loaded, that say what people come for and what covers it. */
export { basisText } from './item-paper.js';
export { itemOperations } from './operations.js';
export { ItemUnknown, loadServiceItems } from './load.js';
export type { ServiceItems } from './load.js';
export type { Material, ServiceItem } from './item.js';
