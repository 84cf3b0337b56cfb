/** ZIP archives, written as their files come. */
export { zip } from './zip.js';
export type { ZipFile } from './zip.js';
