export { default as Dialog } from './Dialog.vue';
