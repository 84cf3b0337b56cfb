/** The command line `certbridge`, and the parts of it that a program may use in its stead. */
export { runCertbridge } from './main.js';
export { issue } from './issue.js';
export { issuerFor } from './issuers.js';
export { json, openClient } from './client.js';
export type { Client } from './client.js';
export { usualPatience } from './patience.js';
export type { Patience } from './patience.js';
export type { Terminal } from './terminal.js';
