import { checkIdNumber } from '@certbridge/verifier-sdk/formats';
import type { Database } from '../../platform/database/index.js';
import type { Principal } from '../../platform/principal/index.js';
import type { ResidentSettings } from '../../platform/settings/index.js';
import { claimAt } from '../accounts/index.js';
import { residentPseudonym } from '../audit/index.js';
import type { Protection } from '../personal-data/index.js';
import type { KnownResident } from '../sessions/index.js';
import { AssuranceTooLow, ResidentClaimUnusable } from './errors.js';

export interface ResidentsOptions {
  readonly database: Database;
  readonly protection: Protection;
  readonly settings: ResidentSettings;
  /** The look-up of a holder's number, as holders are kept by it. */
  readonly holderLookup: (number: string) => Buffer;
}

type Claims = Readonly<Record<string, unknown>>;

/** The residents who sign in here: known by what their own provider says of them, and by nothing else. */
export class Residents {
  readonly #options: ResidentsOptions;

  constructor(options: ResidentsOptions) {
    this.#options = options;
  }

  /**
   * Who signed in, by the claims of their ID token.
   * @throws AssuranceTooLow, ResidentClaimUnusable
   */
  async identify(claims: Claims): Promise<KnownResident> {
    const { database, protection, settings, holderLookup } = this.#options;
    const { assurance, numberClaim, nameClaim } = settings;
    const level = claims['acr'];
    if (typeof level !== 'string' || !assurance.includes(level)) throw new AssuranceTooLow();
    const number = claimAt(claims, numberClaim);
    if (typeof number !== 'string' || !checkIdNumber(number)) {
      throw new ResidentClaimUnusable(numberClaim, 'CERTBRIDGE_RESIDENTS_CLAIM_NUMBER');
    }
    const name = claimAt(claims, nameClaim);
    if (typeof name !== 'string' || name === '') {
      throw new ResidentClaimUnusable(nameClaim, 'CERTBRIDGE_RESIDENTS_CLAIM_NAME');
    }
    const lookup = holderLookup(number);
    const pseudonym = await database.transaction((tx) => residentPseudonym(tx, protection, lookup));
    return { lookup, name, assurance: level, pseudonym };
  }
}

/** A resident has no role and no scope: what they may do are the rows for residents, and what concerns themselves. */
export const principalOfResident = (
  { pseudonym, ...resident }: KnownResident,
  authenticatedAt: Date | undefined,
): Principal => ({
  kind: 'resident',
  subject: pseudonym,
  roles: [],
  issuers: [],
  types: [],
  authenticatedAt,
  resident,
});
