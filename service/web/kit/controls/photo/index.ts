export { default as PhotoField } from './PhotoField.vue';
