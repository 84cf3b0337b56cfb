export { useAnswer } from './answer';
export type { Answer } from './answer';
export { usePages } from './pages';
export { default as Answered } from './Answered.vue';
