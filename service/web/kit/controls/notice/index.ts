export { default as Notice } from './Notice.vue';
export { default as ProgressLine } from './ProgressLine.vue';
