export { default as FileDrop } from './FileDrop.vue';
export { saveFile } from './save';
