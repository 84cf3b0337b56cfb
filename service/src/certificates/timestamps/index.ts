export { EmbeddedTimestampAuthority } from './embedded.js';
export type { EmbeddedTimestampOptions } from './embedded.js';
export { HttpTimestampAuthority } from './http-authority.js';
export type { HttpTimestampOptions } from './http-authority.js';
export { readTimestampRoots } from './roots.js';
export { TimestampError } from './errors.js';
export type { TimestampErrorCode } from './errors.js';
export type { TimestampSource } from './source.js';
export { timestampOperations } from './operations.js';
