export { Draft, draftsOf, dropDraftsOf } from './drafts';
