/** Accounts (账户): people and systems, their roles and scopes, and the two administrators who change them. */
export { People, principalOf } from './people.js';
export type { PeopleOptions, Person } from './people.js';
export { findSystem, principalOfSystem } from './systems.js';
export type { System } from './systems.js';
export { claimAt } from './claims.js';
export type { Access, Identity } from './claims.js';
export { PersonUnknown } from './errors.js';
export { accountOperations } from './operations.js';
