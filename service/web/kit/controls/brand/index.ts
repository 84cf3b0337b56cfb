export { default as Brand } from './Brand.vue';
