export { useAnswer } from './answer';
export type { Answer } from './answer';
export { default as Answered } from './Answered.vue';
