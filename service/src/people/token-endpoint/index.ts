/** Token endpoint (令牌端点): OAuth 2.0 for systems and for the command line. */
export { tokenEndpointOperations } from './operations.js';
