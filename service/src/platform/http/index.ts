/** The mechanism of the HTTP API: one description of an operation drives router, checks and OpenAPI. */
export { createApp } from './app.js';
export type { AppOptions } from './app.js';
export { eventStream, eventStreamHeaders } from './events.js';
export type { ServerEvent } from './events.js';
export { openApiDocument } from './openapi.js';
export { limitsOf } from './limits.js';
export type { Limits } from './limits.js';
export { operation } from './operation.js';
export type { Authenticated, Refusal } from './mount.js';
export type { Caller, Operation, Reply } from './operation.js';
export { Room } from './room.js';
export { addressReader, ownHosts } from './request-origin.js';
export { listen } from './server.js';
export type { HttpServer, ListenOptions } from './server.js';
export { followTls, readTls } from './tls.js';
