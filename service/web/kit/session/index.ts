export { loadSession, may, session, signOut, vault } from './session';
export type { OperationId } from './session';
export { learnNames, nameOf } from './names';
