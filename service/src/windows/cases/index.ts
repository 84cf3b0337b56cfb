/** Cases (办件): one person's matter at a window, its materials, receipts and commitments. */
export { runRechecks } from './recheck.js';
export { coverageOf } from './coverage.js';
export { exportCases } from './export.js';
export { promisedBy } from './promised.js';
import type { Operation } from '../../platform/http/index.js';
import type { CaseCapabilities } from './capabilities.js';
import { caseOperations as ofCases } from './case-operations.js';
import { materialOperations } from './material-operations.js';

export const caseOperations = (capabilities: CaseCapabilities): Operation[] => [
  ...ofCases(capabilities),
  ...materialOperations(capabilities),
];
export { caseKeys } from './case.js';
export { retainedCases } from './retained.js';
