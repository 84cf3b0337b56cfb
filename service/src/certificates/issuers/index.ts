/** Issuers (颁发机构): the departments of this service, their types, keys and rules. */
export { getIssuer, listIssuers, mayIssueAlone, saveIssuer, useKeys } from './issuers.js';
export type { Issuer } from './issuers.js';
export { registerIssuer } from './register.js';
export { IssuerPending, IssuerUnknown } from './errors.js';
export { issuerOperations } from './operations.js';
