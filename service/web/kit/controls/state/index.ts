export { useAnswer } from './answer';
export { default as Answered } from './Answered.vue';
