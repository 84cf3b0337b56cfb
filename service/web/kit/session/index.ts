export { keepSession } from './keep-session';
export { endSession, forgetSession, hasEnded, loadSession, may, session, signOut, vault } from './session';
export type { OperationId } from './session';
export { learnNames, nameOf } from './names';
export { default as SignInDialog } from './SignInDialog.vue';
