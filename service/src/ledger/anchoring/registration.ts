import { firstUnder } from '@certbridge/verifier-sdk/formats';
import type { KeyUse, Under } from '@certbridge/verifier-sdk/formats';
import type { Database } from '../../platform/database/index.js';
import { LedgerRefusal } from '../adapter/index.js';
import type { Ledger, RegisteredIssuer } from '../adapter/index.js';
import { registeredChannel } from './channels.js';
import type { AnchoringOptions } from './options.js';
import { hasUnanchored } from './waiting.js';

/**
 * Why nothing new comes into an issuer's log from here: its own province has approved a move that is still to be
 * decided, another province writes its log, or it has ended and takes changes only.
 */
export type IssuerClosed = 'moving' | 'moved' | 'retired';

/** What the ledger must know of an issuer before its first entry. */
interface Wanted {
  readonly code: string;
  readonly name: string;
  readonly types: string[];
  readonly document_kid: string;
  readonly qr_kid: string;
  readonly credential_kid: string;
  /** It issues nothing more; set, however it ended. */
  readonly ended: string | null;
}

interface IssuerRow extends Wanted {
  /** Whether the database says already that the ledger has it like this. */
  readonly registered: boolean;
  readonly closed: IssuerClosed | null;
}

/** What entries are made by. */
export interface EntryBasis {
  /** The version of the registration that entries name. */
  readonly under: Under;
  /** kids of the issuer's revoked keys: what they signed can no longer be anchored. */
  readonly revoked: readonly string[];
  readonly closed: IssuerClosed | null;
}

/** Compares what the database says with what was last brought to the ledger: no polling. */
export class Registration {
  readonly #options: AnchoringOptions;
  readonly #issuer: string;
  #done = '';
  #current: EntryBasis = { under: firstUnder, revoked: [], closed: null };

  constructor(options: AnchoringOptions, issuer: string) {
    this.#options = options;
    this.#issuer = issuer;
  }

  /** Looks at the ledger again next time. */
  forget(): void {
    this.#done = '';
  }

  /** What the ledger said of the issuer when it was last looked at. */
  get current(): EntryBasis {
    return this.#current;
  }

  /** Brings issuer, types and keys to the ledger where they are not there yet and this province may. */
  async ensure(): Promise<void> {
    const { ledger, database } = this.#options;
    const row = await issuerRow(database, this.#issuer, ledger.mspId);
    if (!row) {
      // This service writes its log as another province now.
      this.#current = { ...this.#current, closed: 'moved' };
      return;
    }
    const { registered: isMarked, closed: before, ...wanted } = row;
    const mark = JSON.stringify(wanted);
    if (isMarked && mark === this.#done) return;
    const known = await registered(ledger, wanted.code);
    const now = (await this.#write(row, known)) ? await ledger.registry(wanted.code) : known;
    const closed = now ? closedBy(now, ledger.mspId) : null;
    if (closed !== before) await markClosed(database, wanted.code, closed);
    if (now) this.#current = { under: now.under, revoked: revokedKids(now), closed };
    // Its end comes after what it issued.
    if (isEnding(wanted, now, closed)) return;
    if (!isMarked && closed !== 'moved') await markRegistered(database, wanted);
    if (isMarked || closed !== 'moved') this.#done = mark;
  }

  /** Writes what this province may write. @returns whether anything had to be written */
  async #write(wanted: IssuerRow, known: RegisteredIssuer | undefined): Promise<boolean> {
    const closed = known ? closedBy(known, this.#options.ledger.mspId) : null;
    if (closed === 'moved') return false;
    // One that is not marked was saved here after its end: it comes back.
    if (closed === 'retired' && wanted.registered) return false;
    return wanted.ended === null ? this.#bring(wanted, known) : this.#end(known);
  }

  /** @returns whether anything had to be written */
  async #bring(wanted: Wanted, known: RegisteredIssuer | undefined): Promise<boolean> {
    const { ledger, signer } = this.#options;
    const isRegistered =
      known?.name === wanted.name && known.types.join() === wanted.types.join() && known.retired !== true;
    if (!isRegistered) await ledger.registerIssuer(wanted.code, wanted.name, wanted.types);
    const missing = usedKeys(wanted).filter(({ kid }) => !known?.keys.some((key) => key.kid === kid));
    for (const { kid, use } of missing) await ledger.addKey(wanted.code, await signer(kid), use);
    return !isRegistered || missing.length > 0;
  }

  /** What never came to the ledger need not end there; what it issued goes before its end. @returns whether anything had to be written */
  async #end(known: RegisteredIssuer | undefined): Promise<boolean> {
    if (known === undefined || known.retired === true) return false;
    const { database, ledger } = this.#options;
    if (await hasUnanchored(database, this.#issuer, revokedKids(known))) return false;
    await ledger.retireIssuer(this.#issuer);
    return true;
  }
}

/** Whether it has ended here, and not yet on the ledger. */
const isEnding = (
  { ended }: Wanted,
  known: RegisteredIssuer | undefined,
  closed: IssuerClosed | null,
): boolean => ended !== null && known !== undefined && known.retired !== true && closed !== 'moved';

const revokedKids = ({ keys }: RegisteredIssuer): string[] =>
  keys.filter((key) => key.revoked !== undefined).map(({ kid }) => kid);

function closedBy({ mspId, moving, retired }: RegisteredIssuer, own: string): IssuerClosed | null {
  if (mspId !== own) return 'moved';
  if (retired) return 'retired';
  return moving === undefined ? null : 'moving';
}

/** Each key with its use; one key may sign both PDFs and QR codes. */
function usedKeys({ document_kid, qr_kid, credential_kid }: Wanted): { kid: string; use: KeyUse }[] {
  const certificate = [...new Set([document_kid, qr_kid])];
  return [
    ...certificate.map((kid) => ({ kid, use: 'certificate' as const })),
    { kid: credential_kid, use: 'credential' },
  ];
}

/** From here on it may issue, unless it has ended; or was changed meanwhile. */
async function markRegistered(database: Database, { code, name, types, ended }: Wanted): Promise<void> {
  await database.query(
    `WITH marked AS (
       UPDATE issuers SET registered = true
       WHERE code = $1 AND name = $2 AND types = $3 AND ended IS NOT DISTINCT FROM $4 AND NOT registered
       RETURNING code)
     SELECT pg_notify($5, code) FROM marked`,
    [code, name, types, ended, registeredChannel],
  );
}

async function markClosed(database: Database, code: string, closed: IssuerClosed | null): Promise<void> {
  await database.query('UPDATE issuers SET closed = $2 WHERE code = $1', [code, closed]);
  await database.query('SELECT pg_notify($1, $2)', [registeredChannel, code]);
}

async function issuerRow(database: Database, code: string, mspId: string): Promise<IssuerRow | undefined> {
  const { rows } = await database.query<IssuerRow & Record<string, unknown>>(
    `SELECT code, name, types, document_kid, qr_kid, credential_kid, ended, registered, closed
     FROM issuers WHERE code = $1 AND msp_id = $2`,
    [code, mspId],
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
