export { default as ErrorSummary } from './ErrorSummary.vue';
export { refusalWords } from './refusals';
export { saidOf, useForm } from './use-form';
export type { Form } from './use-form';
