/** The embedded OpenID provider (内置登录), for development starts only. */
export { openEmbeddedProvider } from './provider.js';
export type { EmbeddedProvider } from './provider.js';
