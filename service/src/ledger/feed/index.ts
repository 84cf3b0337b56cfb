/** The feed (更新源): the ledger as static files, attested, for mirrors that trust nobody who serves them. */
export { Feed, openFeed } from './feed.js';
export type { FeedFile } from './feed.js';
export { checkpointRenewed, feedFolder } from './files.js';
export type { FeedOptions } from './options.js';
export { FeedOfAnotherLedger } from './pages.js';
export { exportReceipts } from './receipts.js';
export { feedOperations } from './operations.js';
