import { listed, say } from '../../../kit';
import type { Column, Words } from '../../../kit';
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

/** What somebody may do, and where; reactive to the language. */
export const accessColumns = (): Column<Access>[] => [
  { key: 'roles', title: say(words.roles), text: ({ roles }) => saidRoles(roles) || say(words.none) },
  { key: 'issuers', title: say(words.issuers), text: (access) => scope(access.issuers, nameOf) },
  { key: 'types', title: say(words.types), text: (access) => scope(access.types, typeName) },
];
