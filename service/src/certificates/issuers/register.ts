import { checkUscc, writtenForm } from '@certbridge/verifier-sdk/formats';
import { LedgerRefusal, LedgerUnavailable } from '../../ledger/adapter/index.js';
import type { Ledger } from '../../ledger/adapter/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { IssuerCodeWrong, IssuerDecidedOtherwise, IssuerNameWrong, IssuerRegionWrong } from './errors.js';
import { saveIssuer } from './issuers.js';
import type { Issuer, Keys } from './issuers.js';

export interface RegisterParts {
  readonly database: Database;
  readonly protection: Pick<Protection, 'mac'>;
  readonly keys: Keys;
  /** The client of the province that the issuer belongs to. */
  readonly ledger: Pick<Ledger, 'mspId' | 'registerIssuer' | 'region' | 'registry' | 'provinceName'>;
}

/**
 * Adds an issuer, or changes it: first by the contract's own rules, then on the ledger, and only then here. What
 * the ledger would refuse for ever never comes to exist. Where the ledger is away,
 * or a type is not approved yet, it is `registered: false`.
 * One of another region is taken over as the provinces decided it: then nothing is registered.
 * @throws IssuerCodeWrong, IssuerRegionWrong, IssuerDecidedOtherwise, IssuerNameWrong, LedgerRefusal
 */
export async function registerIssuer(
  { database, protection, keys, ledger }: RegisterParts,
  issuer: Omit<Parameters<typeof saveIssuer>[2], 'registered'>,
): Promise<Issuer> {
  const { code } = issuer;
  if (!checkUscc(code)) throw new IssuerCodeWrong(code);
  const name = nameOf(issuer.name);
  const authorities = issuer.authorities.map(nameOf);
  const types = [...issuer.types].sort();
  // GB 32100 §5.2: characters 3–4 are the province (GB/T 2260).
  const isOfRegion = code.slice(2, 4) === ledger.region;
  if (!isOfRegion) await demandDecided(ledger, { code, name, types });
  const registered = !isOfRegion || (await isTaken(ledger.registerIssuer(code, name, types)));
  return saveIssuer(database, keys, { ...issuer, name, authorities, types, registered }, protection);
}

/** Of another region: the provinces have decided that this one has it, under this name and with these types. */
async function demandDecided(
  ledger: RegisterParts['ledger'],
  wanted: { readonly code: string; readonly name: string; readonly types: readonly string[] },
): Promise<void> {
  const known = await ledger.registry(wanted.code).catch((error: unknown) => {
    if (error instanceof LedgerRefusal && error.code === 'ISSUER_UNKNOWN') return undefined;
    throw error;
  });
  if (known?.mspId !== ledger.mspId) throw new IssuerRegionWrong(wanted.code, ledger);
  if (known.name !== wanted.name || known.types.join() !== wanted.types.join())
    throw new IssuerDecidedOtherwise(known);
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
