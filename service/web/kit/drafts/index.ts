export { default as DraftNote } from './DraftNote.vue';
export { Draft, draftsHere, dropDrafts, openDrafts } from './drafts';
