import { checkUscc, writtenForm } from '@certbridge/verifier-sdk/formats';
import { LedgerRefusal, LedgerUnavailable } from '../../ledger/adapter/index.js';
import type { Ledger } from '../../ledger/adapter/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { KeyStore } from '../signing/index.js';
import { IssuerCodeWrong, IssuerNameWrong, IssuerRegionWrong } from './errors.js';
import { saveIssuer } from './issuers.js';
import type { Issuer } from './issuers.js';

export interface RegisterParts {
  readonly database: Database;
  readonly protection: Pick<Protection, 'mac'>;
  readonly keys: Pick<KeyStore, 'createIssuerKey' | 'signersOf' | 'rename'>;
  /** The client of the province that the issuer belongs to. */
  readonly ledger: Pick<Ledger, 'registerIssuer' | 'region' | 'provinceName'>;
}

/**
 * Adds an issuer, or changes it: first by the contract's own rules, then on the ledger, and only then here. What
 * the ledger would refuse for ever never comes to exist. Where the ledger is away,
 * or a type is not approved yet, it is `registered: false`.
 * @throws IssuerCodeWrong, IssuerRegionWrong, IssuerNameWrong, LedgerRefusal
 */
export async function registerIssuer(
  { database, protection, keys, ledger }: RegisterParts,
  issuer: Omit<Parameters<typeof saveIssuer>[2], 'registered'>,
): Promise<Issuer> {
  const { code } = issuer;
  if (!checkUscc(code)) throw new IssuerCodeWrong(code);
  // GB 32100 §5.2: characters 3–4 are the province (GB/T 2260).
  if (code.slice(2, 4) !== ledger.region) throw new IssuerRegionWrong(code, ledger);
  const name = nameOf(issuer.name);
  const authorities = issuer.authorities.map(nameOf);
  const types = [...issuer.types].sort();
  const registered = await isTaken(ledger.registerIssuer(code, name, types));
  return saveIssuer(database, keys, { ...issuer, name, authorities, types, registered }, protection);
}

function nameOf(given: string): string {
  const { text, refusals } = writtenForm(given);
  const [refused] = refusals;
  if (refused || text === '') throw new IssuerNameWrong(refused?.character);
  return text;
}

/** Whether the ledger has it now; what it refuses for ever is thrown. */
async function isTaken(registration: Promise<void>): Promise<boolean> {
  try {
    await registration;
    return true;
  } catch (error) {
    // The writer of its log goes on trying: the ledger comes back, the provinces approve the type.
    if (error instanceof LedgerUnavailable) return false;
    if (error instanceof LedgerRefusal && error.code === 'TYPE_UNKNOWN') return false;
    throw error;
  }
}
