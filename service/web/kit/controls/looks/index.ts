export { default as Looks } from './Looks.vue';
