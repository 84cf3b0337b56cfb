/** Built pages (网页): files that the build left, held in memory and sent with the right headers. */
export { appPage } from './app-page.js';
export type { AppPage } from './app-page.js';
export { readBuiltFiles } from './built-files.js';
export type { BuiltFile } from './built-files.js';
export { pageHeaders } from './headers.js';
export { sendBuiltFile } from './send.js';
