import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database, Queryable, Transaction } from '../../platform/database/index.js';
import { NotAuthenticated } from '../../platform/principal/index.js';
import type { Resident } from '../../platform/principal/index.js';
import type { Cell, Protection } from '../personal-data/index.js';

/** Whose a session is. */
export type Holder =
  { readonly person: string } | { readonly system: string } | { readonly resident: KnownResident };

/** A resident, and as whom they act here. */
export interface KnownResident extends Resident {
  readonly pseudonym: string;
}

/** Those who can see their sessions: people by their id, residents by the keyed hash of their number. */
export type Owner = { readonly person: string } | { readonly resident: Buffer };

/** How it was begun. */
export type Via = 'browser' | 'command-line' | 'client-credentials' | 'sample';

export interface Session {
  readonly id: string;
  readonly holder: Holder;
  readonly via: Via;
  readonly authenticatedAt: Date | undefined;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly endsAt: Date;
}

export interface BegunSession {
  readonly id: string;
  /** Told once, here; only its hash is kept. */
  readonly token: string;
  readonly endsAt: Date;
}

export interface SessionOptions {
  readonly database: Database;
  /** Vouches for what is written of a session, and encrypts what is personal of residents'. */
  readonly protection: Pick<Protection, 'mac' | 'common'>;
  /** Milliseconds without a request after which a session ends, and after which it ends in any case. */
  readonly idle: number;
  readonly life: number;
}

interface SessionRow {
  id: string;
  token_hash: Buffer;
  person: string | null;
  system: string | null;
  resident: Buffer | null;
  resident_details: Buffer | null;
  via: Via;
  authenticated_at: Date | null;
  created_at: Date;
  seen_at: Date;
  ends_at: Date;
  seal: Buffer | null;
}

type Sealed = Pick<
  SessionRow,
  'id' | 'token_hash' | 'person' | 'system' | 'resident' | 'via' | 'authenticated_at' | 'ends_at'
>;

/** Under a key that the database does not hold: whose a session is, is not changed there. */
const sealOf = (protection: Pick<Protection, 'mac'>, row: Sealed): Buffer =>
  protection.mac(
    'session',
    JSON.stringify([
      ...[row.id, row.token_hash.toString('hex'), row.person, row.system],
      ...[row.resident?.toString('hex') ?? null, row.via, row.authenticated_at, row.ends_at],
    ]),
  );

/** A use is written down at most this often, in milliseconds, and ten times before a session would end. */
const SEEN_EVERY = 60_000;

/** Programs wait between their calls; people who do nothing may have left. `$2` is the bound in seconds. */
const NOT_IDLE = `(via IN ('client-credentials', 'sample') OR seen_at > now() - make_interval(secs => $2))`;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

const detailsSchema = z.strictObject({ pseudonym: z.string(), name: z.string(), assurance: z.string() });

const detailsCell = (session: string): Cell => ({
  table: 'sessions',
  column: 'resident_details',
  row: session,
});

/** The sessions of people, systems and residents: opaque tokens, of which PostgreSQL has the hash. */
export class Sessions {
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** @param life milliseconds; that of the settings unless given */
  async begin(
    holder: Holder,
    { via, authenticatedAt, life }: { via: Via; authenticatedAt?: Date | undefined; life?: number },
    database: Queryable = this.#options.database,
  ): Promise<BegunSession> {
    const token = `cb_${randomBytes(32).toString('base64url')}`;
    const endsAt = new Date(Date.now() + (life ?? this.#options.life));
    const id = randomUUID();
    const row = {
      id,
      token_hash: hashOf(token),
      person: 'person' in holder ? holder.person : null,
      system: 'system' in holder ? holder.system : null,
      resident: 'resident' in holder ? holder.resident.lookup : null,
      via,
      authenticated_at: authenticatedAt ?? null,
      ends_at: endsAt,
    };
    await database.query('DELETE FROM sessions WHERE ends_at < now()');
    await database.query(
      `INSERT INTO sessions
         (id, token_hash, person, system, resident, via, authenticated_at, ends_at, seal, resident_details)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[id, row.token_hash, row.person, row.system, row.resident],
        ...[via, row.authenticated_at, endsAt, sealOf(this.#options.protection, row)],
        'resident' in holder ? this.#sealed(id, holder.resident) : null,
      ],
    );
    return { id, token, endsAt };
  }

  /** The session of a token, if it still lasts; that it was used is written down. */
  async find(token: string): Promise<Session | undefined> {
    const { database, protection, idle } = this.#options;
    const { rows } = await database.query<SessionRow>(
      `SELECT * FROM sessions WHERE token_hash = $1 AND ends_at > now()
         AND ${NOT_IDLE}`,
      [hashOf(token), idle / 1000],
    );
    const [row] = rows;
    if (row?.seal?.equals(sealOf(protection, row)) !== true) return undefined;
    if (Date.now() - row.seen_at.getTime() > Math.min(SEEN_EVERY, idle / 10)) {
      await database.query('UPDATE sessions SET seen_at = now() WHERE id = $1', [row.id]);
    }
    return this.#session(row);
  }

  /**
   * Keeps a session until the transaction is over: whoever ends it meanwhile waits, and then finds what was done in it.
   * @throws NotAuthenticated where it was ended after the request came in
   */
  async hold(id: string | undefined, tx: Transaction): Promise<void> {
    const { rowCount } = await tx.query('SELECT FROM sessions WHERE id = $1 FOR KEY SHARE', [id]);
    if (rowCount === 0) throw sessionEnded();
  }

  /** Those of somebody that still last, newest first. */
  async of(owner: Owner): Promise<Session[]> {
    const { database, idle } = this.#options;
    const { rows } = await database.query<SessionRow>(
      `SELECT * FROM sessions WHERE ${isOf(owner, '$1')} AND ends_at > now()
         AND ${NOT_IDLE} ORDER BY created_at DESC`,
      [valueOf(owner), idle / 1000],
    );
    return rows.map((row) => this.#session(row));
  }

  /** Whether there was one to end. @param owner only if it is theirs */
  async end(id: string, owner?: Owner, database: Queryable = this.#options.database): Promise<boolean> {
    const { rowCount } = owner
      ? await database.query(`DELETE FROM sessions WHERE id = $1 AND ${isOf(owner, '$2')}`, [
          id,
          valueOf(owner),
        ])
      : await database.query('DELETE FROM sessions WHERE id = $1', [id]);
    return rowCount === 1;
  }

  /** How many were ended. */
  async endAllOf(
    holder: { readonly person: string } | { readonly system: string },
    database: Queryable = this.#options.database,
  ): Promise<number> {
    const column = 'person' in holder ? 'person' : 'system';
    const { rowCount } = await database.query(`DELETE FROM sessions WHERE ${column} = $1`, [
      'person' in holder ? holder.person : holder.system,
    ]);
    return rowCount ?? 0;
  }

  /**
   * Ends those of residents, wherever they are signed in.
   * @param residents keyed hashes of their numbers
   * @param but the one that goes on, if any
   */
  async endAllOfResidents(residents: readonly Buffer[], database: Queryable, but?: string): Promise<void> {
    await database.query(
      'DELETE FROM sessions WHERE resident = ANY($1::bytea[]) AND id IS DISTINCT FROM $2::uuid',
      [residents, but ?? null],
    );
  }

  #session(row: SessionRow): Session {
    return {
      id: row.id,
      holder: this.#holder(row),
      via: row.via,
      authenticatedAt: row.authenticated_at ?? undefined,
      createdAt: row.created_at,
      seenAt: row.seen_at,
      endsAt: row.ends_at,
    };
  }

  #holder({ id, person, system, resident, resident_details: details }: SessionRow): Holder {
    if (person !== null) return { person };
    if (system !== null) return { system };
    // A constraint of the table: one of the three is there, and of a resident the details.
    const { common } = this.#options.protection;
    const said = detailsSchema.parse(common.decryptJson(details ?? Buffer.alloc(0), detailsCell(id)));
    return { resident: { ...said, lookup: resident ?? Buffer.alloc(0) } };
  }

  #sealed(session: string, { lookup: _, ...said }: KnownResident): Buffer {
    return this.#options.protection.common.encryptJson(said, detailsCell(session));
  }
}

export const sessionEnded = (): NotAuthenticated =>
  new NotAuthenticated({
    zh: '登录已结束：请重新登录。',
    en: 'The session has ended: sign in again.',
  });

const isOf = (owner: Owner, parameter: string): string =>
  `${'person' in owner ? 'person' : 'resident'} = ${parameter}`;

const valueOf = (owner: Owner): string | Buffer => ('person' in owner ? owner.person : owner.resident);
