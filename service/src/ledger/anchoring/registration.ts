import type { Database } from '../../platform/database/index.js';
import { LedgerRefusal } from '../adapter/index.js';
import type { Ledger, RegisteredIssuer } from '../adapter/index.js';
import type { AnchoringOptions } from './options.js';

/** What the ledger must know of an issuer before its first entry. */
interface Wanted {
  readonly code: string;
  readonly name: string;
  readonly types: string[];
  readonly document_kid: string;
  readonly credential_kid: string;
}

/** Wakes nobody by polling: compares what the database says with what was last brought to the ledger. */
export class Registration {
  readonly #options: AnchoringOptions;
  readonly #issuer: string;
  #done = '';
  /** kids of the issuer's revoked keys. */
  revoked: readonly string[] = [];

  constructor(options: AnchoringOptions, issuer: string) {
    this.#options = options;
    this.#issuer = issuer;
  }

  /** Looks at the ledger again next time. */
  forget(): void {
    this.#done = '';
  }

  /** Brings issuer, types and keys to the ledger where they are not there yet. */
  async ensure(): Promise<void> {
    const wanted = await issuerRow(this.#options.database, this.#issuer);
    const mark = JSON.stringify(wanted);
    if (!wanted || mark === this.#done) return;
    const { ledger, signer } = this.#options;
    const known = await registered(ledger, wanted.code);
    if (known?.name !== wanted.name || known.types.join() !== wanted.types.join()) {
      await ledger.registerIssuer(wanted.code, wanted.name, wanted.types);
    }
    for (const kid of new Set([wanted.document_kid, wanted.credential_kid])) {
      if (!known?.keys.some((key) => key.kid === kid)) await ledger.addKey(wanted.code, signer(kid));
    }
    this.revoked = (known?.keys ?? []).filter((key) => key.revokedAfter !== undefined).map((key) => key.kid);
    await markRegistered(this.#options.database, wanted);
    this.#done = mark;
  }
}

/** From here on it may issue; unless it was changed meanwhile. */
async function markRegistered(database: Database, { code, name, types }: Wanted): Promise<void> {
  await database.query(
    'UPDATE issuers SET registered = true WHERE code = $1 AND name = $2 AND types = $3 AND NOT registered',
    [code, name, types],
  );
}

async function issuerRow(database: Database, code: string): Promise<Wanted | undefined> {
  const { rows } = await database.query<Wanted & Record<string, unknown>>(
    'SELECT code, name, types, document_kid, credential_kid FROM issuers WHERE code = $1',
    [code],
  );
  return rows[0];
}

async function registered(ledger: Ledger, issuer: string): Promise<RegisteredIssuer | undefined> {
  try {
    return await ledger.registry(issuer);
  } catch (error) {
    if (error instanceof LedgerRefusal && error.code === 'ISSUER_UNKNOWN') return undefined;
    throw error;
  }
}
