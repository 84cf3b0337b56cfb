/** Sessions (会话): opaque tokens of people, systems and residents; listed, ended, ending by themselves. */
export { Sessions, sessionEnded } from './sessions.js';
export type { BegunSession, Holder, KnownResident, Session, SessionOptions, Via } from './sessions.js';
export { sessionOperations } from './operations.js';
