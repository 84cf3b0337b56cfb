export { announce } from './announce';
export { default as Announcements } from './Announcements.vue';
