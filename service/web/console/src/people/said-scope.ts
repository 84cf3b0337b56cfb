import { listed, say } from '../../../kit';
import type { Words } from '../../../kit';
import { issuers, typeName } from '../department';
import { peopleWords as words, roleWords } from './words';
import type { Access } from './access';

const nameOf = (code: string): string => issuers.value.find((one) => one.code === code)?.name ?? code;

function scope(codes: '*' | readonly string[], said: (code: string) => string): string {
  return codes === '*' ? say(words.all) : listed(codes.map(said)) || say(words.none);
}

/** Roles by their codes; one that this version does not know stays as it is. */
export function saidRoles(roles: readonly string[]): string {
  const known: Readonly<Record<string, Words>> = roleWords;
  return listed(roles.map((role) => (known[role] ? say(known[role]) : role)));
}

export const rolesOf = ({ roles }: Pick<Access, 'roles'>): string => saidRoles(roles) || say(words.none);

export const issuersOf = (access: Pick<Access, 'issuers'>): string => scope(access.issuers, nameOf);

export const typesOf = (access: Pick<Access, 'types'>): string => scope(access.types, typeName);
