/** Templates (模板): tables to fill in for a type, with what each of their columns may hold. */
export { templateOperations } from './operations.js';
