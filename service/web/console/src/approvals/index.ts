export { default as DecideButtons } from './DecideButtons.vue';
