import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Signer } from '../../certificates/signing/index.js';
import type { QrAddress } from '../../certificates/issuing/index.js';
import type { Audit } from '../../people/audit/index.js';
import type { Sessions } from '../../people/sessions/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Database } from '../../platform/database/index.js';

/** What wallet credentials are made with. */
export interface WalletParts {
  readonly protection: Protection;
  readonly types: CertificateTypes;
  /** A signing key by its kid. @throws KeyUnusable */
  readonly signer: (kid: string) => Signer;
  readonly qrAddress: QrAddress;
  /** The ledger's network, 16 bytes in hex: devices sign it. */
  readonly network: string;
}

export interface WalletCapabilities extends WalletParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly sessions: Pick<Sessions, 'endAllOfResidents' | 'hold'>;
  /** The look-up of a holder's number, as holders are kept by it. */
  readonly holderLookup: (number: string) => Buffer;
}
