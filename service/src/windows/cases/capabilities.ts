import type { Faces } from '../../certificates/documents/index.js';
import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';
import type { ServiceItems } from '../items/index.js';

export interface CaseCapabilities {
  readonly database: Database;
  readonly audit: Audit;
  readonly protection: Protection;
  readonly items: ServiceItems;
  readonly types: CertificateTypes;
  readonly faces: Faces;
  /** SHA-256, hex, of that of this service. */
  readonly trustAnchorId: string;
}
