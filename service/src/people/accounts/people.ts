import type { Database, Queryable, Transaction } from '../../platform/database/index.js';
import { ROLES } from '../../platform/principal/index.js';
import type { Principal, Role, Scope } from '../../platform/principal/index.js';
import type { AccountSettings } from '../../platform/settings/index.js';
import type { Cell, Protection } from '../personal-data/index.js';
import { accountSeal, personId, personSeal } from './seals.js';
import { accessFrom, nameFrom, personFrom } from './claims.js';
import type { Access, Identity } from './claims.js';

export interface Person extends Access {
  /** Stable, and the same whatever account is used. */
  readonly id: string;
  readonly name: string;
}

export interface PeopleOptions {
  readonly database: Database;
  readonly protection: Protection;
  readonly settings: AccountSettings;
}

interface PersonRow {
  id: string;
  name: Buffer;
  roles: string[];
  issuers: string[];
  types: string[];
  seal: Buffer | null;
}

/** A scope as its column has it, and back. */
export const toColumn = (scope: Scope): string[] => (scope === '*' ? ['*'] : [...scope]);
export const toScope = (column: readonly string[]): Scope => (column.includes('*') ? '*' : column);
export const toRoles = (column: readonly string[]): Role[] => ROLES.filter((role) => column.includes(role));

/** The people of this service, and the accounts by which they sign in. */
export class People {
  readonly #database: Database;
  readonly #protection: Protection;
  readonly #settings: AccountSettings;

  constructor({ database, protection, settings }: PeopleOptions) {
    this.#database = database;
    this.#protection = protection;
    this.#settings = settings;
  }

  /**
   * Whom an account belongs to. At the first sign-in the account is added, with the access that its claims give;
   * afterwards only the rows of this service count.
   */
  async identify(identity: Identity): Promise<Person> {
    const known = await this.#byAccount(this.#database, identity);
    if (known) return known;
    return this.#database.transaction(async (tx) => {
      await tx.lock('certbridge/people/first-sign-in');
      return (await this.#byAccount(tx, identity)) ?? (await this.#add(tx, identity));
    });
  }

  async find(id: string, database: Queryable = this.#database): Promise<Person | undefined> {
    const { rows } = await database.query<PersonRow>('SELECT * FROM people WHERE id = $1', [id]);
    return rows[0] && this.#person(rows[0]);
  }

  async list(): Promise<Person[]> {
    const { rows } = await this.#database.query<PersonRow>('SELECT * FROM people ORDER BY created_at, id');
    return rows.map((row) => this.#person(row));
  }

  /** Names by id; without those that are nobody's. */
  async names(ids: readonly string[]): Promise<Record<string, string>> {
    const { rows } = await this.#database.query<PersonRow>('SELECT * FROM people WHERE id::text = ANY($1)', [
      ids,
    ]);
    return Object.fromEntries(rows.map((row) => [row.id, this.#person(row).name]));
  }

  async #byAccount(database: Queryable, { issuer, subject }: Identity): Promise<Person | undefined> {
    const { rows } = await database.query<PersonRow & { readonly account_seal: Buffer | null }>(
      `SELECT p.*, a.seal AS account_seal FROM people p JOIN accounts a ON a.person = p.id
       WHERE a.issuer = $1 AND a.subject = $2`,
      [issuer, subject],
    );
    const [row] = rows;
    const seal = row && accountSeal(this.#protection, { issuer, subject, person: row.id });
    // One that somebody else wrote is nobody's: its holder signs in as if for the first time.
    return seal && row.account_seal?.equals(seal) ? this.#person(row) : undefined;
  }

  async #add(tx: Transaction, identity: Identity): Promise<Person> {
    const { issuer, subject } = identity;
    const joining = personFrom(identity, this.#settings);
    const whose = joining === undefined ? [issuer, subject] : [joining];
    const id = personId(this.#protection, ...whose);
    const person = (await this.find(id, tx)) ?? (await this.#addPerson(tx, id, identity));
    await tx.query(
      `INSERT INTO accounts (issuer, subject, person, seal) VALUES ($1, $2, $3, $4)
       ON CONFLICT (issuer, subject) DO UPDATE SET person = $3, seal = $4`,
      [issuer, subject, person.id, accountSeal(this.#protection, { issuer, subject, person: person.id })],
    );
    return person;
  }

  async #addPerson(tx: Transaction, id: string, identity: Identity): Promise<Person> {
    const person: Person = { id, name: nameFrom(identity), ...accessFrom(identity, this.#settings) };
    const { roles } = person;
    const [issuers, types] = [toColumn(person.issuers), toColumn(person.types)];
    await tx.query(
      'INSERT INTO people (id, name, roles, issuers, types, seal) VALUES ($1, $2, $3, $4, $5, $6)',
      [
        ...[id, this.#protection.common.encryptJson(person.name, nameCell(id)), roles, issuers, types],
        personSeal(this.#protection, { id, roles, issuers, types }),
      ],
    );
    return person;
  }

  /** Without any access where it is not as this service wrote it: two administrators give it anew. */
  #person(row: PersonRow): Person {
    const { id } = row;
    const name = String(this.#protection.common.decryptJson(row.name, nameCell(id)));
    if (row.seal?.equals(personSeal(this.#protection, row)) !== true) {
      return { id, name, roles: [], issuers: [], types: [] };
    }
    const [issuers, types] = [toScope(row.issuers), toScope(row.types)];
    return { id, name, roles: toRoles(row.roles), issuers, types };
  }
}

const nameCell = (row: string): Cell => ({
  table: 'people',
  column: 'name',
  row,
});

export const principalOf = (
  { id, roles, issuers, types }: Person,
  authenticatedAt: Date | undefined,
): Principal => ({ kind: 'person', subject: id, roles, issuers, types, authenticatedAt });
