export { saidRoles } from './said-scope';
