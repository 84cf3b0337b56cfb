import type { z } from 'zod';
import type { Issuer } from './issuers.js';
import type { issuer } from './schemas.js';

export function issuerView(found: Issuer): z.input<typeof issuer> {
  const { code, name, authorities, mspId, types, fourEyes, registered, ended, ending } = found;
  const ledger = registered ? 'registered' : 'pending';
  return {
    ...{ code, name, authorities: [...authorities], mspId, types: [...types], fourEyes, ledger, ended },
    ending,
  };
}
