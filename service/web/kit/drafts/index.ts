export { Draft, draftsHere, dropDrafts, openDrafts } from './drafts';
