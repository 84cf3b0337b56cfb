export { default as SelectField } from './SelectField.vue';
export { default as TextField } from './TextField.vue';
