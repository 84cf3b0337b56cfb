export { missing, python } from './requirements.js';
export type { Tool } from './requirements.js';
