/** The embedded OpenID providers (内置登录) of people and of residents, for development starts only. */
export { openEmbeddedProvider } from './provider.js';
export type { EmbeddedProvider } from './provider.js';
