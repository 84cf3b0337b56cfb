export { loadSession, may, session, signOut } from './session';
export type { OperationId } from './session';
export { learnNames, nameOf } from './names';
