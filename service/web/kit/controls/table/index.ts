export type { Column } from './column';
export { default as DataTable } from './DataTable.vue';
