export { default as Dialog } from './Dialog.vue';
export { isDialogOpen } from './is-open';
