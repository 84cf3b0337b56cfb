export { default as ApplicationForm } from './ApplicationForm.vue';
export { default as ContinuedNote } from './ContinuedNote.vue';
export { default as PagePreview } from './PagePreview.vue';
export { useChecking } from './checking';
export { sent, textsOf, unfilled } from './filled';
export type { Filled } from './filled';
export { formFields, labelsOf, photoOf } from './form-fields';
export { useKeptApplication } from './kept-application';
export { applicationWords } from './words';
