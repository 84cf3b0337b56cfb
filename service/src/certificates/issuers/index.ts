/** Issuers (颁发机构): the departments of this service, their types, keys and rules. */
export {
  demandIssuing,
  demandUnrevoked,
  findIssuer,
  getIssuer,
  holdIssuer,
  listIssuers,
  mayIssueAlone,
  saveIssuer,
  useKeys,
} from './issuers.js';
export type { Issuer } from './issuers.js';
export { endIssuer } from './end.js';
export type { Holdings } from './end.js';
export { registerIssuer } from './register.js';
export { IssuerNotOpen, IssuerUnknown } from './errors.js';
export { issuerOperations } from './operations.js';
