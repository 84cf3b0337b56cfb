import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database, Queryable } from '../../platform/database/index.js';
import type { Protection } from '../personal-data/index.js';

/** Whose a session is. */
export type Holder =
  | { readonly person: string }
  | { readonly system: string }
  /** Keyed hash of a resident's number. */
  | { readonly resident: Buffer };

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
  /** Vouches for what is written of a session. */
  readonly protection: Pick<Protection, 'mac'>;
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
      resident: 'resident' in holder ? holder.resident : null,
      via,
      authenticated_at: authenticatedAt ?? null,
      ends_at: endsAt,
    };
    await database.query('DELETE FROM sessions WHERE ends_at < now()');
    await database.query(
      `INSERT INTO sessions (id, token_hash, person, system, resident, via, authenticated_at, ends_at, seal)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, row.token_hash, row.person, row.system, row.resident],
        ...[via, row.authenticated_at, endsAt, sealOf(this.#options.protection, row)],
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
    return toSession(row);
  }

  /** Those of a person that still last, newest first. */
  async ofPerson(person: string): Promise<Session[]> {
    const { database, idle } = this.#options;
    const { rows } = await database.query<SessionRow>(
      `SELECT * FROM sessions WHERE person = $1 AND ends_at > now()
         AND ${NOT_IDLE} ORDER BY created_at DESC`,
      [person, idle / 1000],
    );
    return rows.map(toSession);
  }

  /** Whether there was one to end. @param person only if it is theirs */
  async end(id: string, person?: string, database: Queryable = this.#options.database): Promise<boolean> {
    const { rowCount } = await database.query(
      'DELETE FROM sessions WHERE id = $1 AND ($2::uuid IS NULL OR person = $2)',
      [id, person ?? null],
    );
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
}

function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    holder: holderOf(row),
    via: row.via,
    authenticatedAt: row.authenticated_at ?? undefined,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    endsAt: row.ends_at,
  };
}

function holderOf({ person, system, resident }: SessionRow): Holder {
  if (person !== null) return { person };
  if (system !== null) return { system };
  // A constraint of the table: one of the three is there.
  return { resident: resident ?? Buffer.alloc(0) };
}
