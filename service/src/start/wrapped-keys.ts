import { batchKeys } from '../certificates/issuing/index.js';
import { uploadKeys } from '../certificates/uploads/index.js';
import { auditKeys } from '../people/audit/index.js';
import { holderKeys } from '../people/personal-data/index.js';
import type { WrappedKeys } from '../people/personal-data/index.js';
import { caseKeys } from '../windows/cases/index.js';
import { receiptKeys } from '../windows/receipts/index.js';

/** Every table with keys that the master key wraps. Whoever keeps such keys adds them here. */
export const wrappedKeys: readonly WrappedKeys[] = [
  ...[holderKeys, batchKeys, uploadKeys, auditKeys, caseKeys, receiptKeys],
];
