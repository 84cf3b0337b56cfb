export { loadSession, may, session, signOut } from './session';
export type { OperationId, WhoAmI } from './session';
export { learnNames, nameOf } from './names';
