/** My matters 我的事项: what a resident's certificates cover of each service item, and what they promised at windows. */
export { matterOperations } from './operations.js';
