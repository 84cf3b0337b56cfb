import { join } from 'node:path';
import { openDevelopmentIssuer } from '../people/sign-in/index.js';
import { writeFileAtomically } from '../platform/files/index.js';
import type { Role } from '../platform/principal/index.js';
import type { TokenCheckOptions } from '../people/sign-in/index.js';

export interface Account {
  readonly subject: string;
  readonly role: Role;
  readonly token: string;
}

export interface DevelopmentAccounts {
  readonly check: TokenCheckOptions;
  readonly accounts: readonly Account[];
}

const PEOPLE: readonly (readonly [subject: string, role: Role])[] = [
  ['sample-operator', 'operator'],
  ['sample-approver', 'approver'],
  ['sample-administrator', 'administrator'],
  ['sample-window', 'relying-party'],
];

/** One account a role, good for all issuers for a day; their tokens are in `tokens.json` too (0600). */
export async function openDevelopmentAccounts(data: string): Promise<DevelopmentAccounts> {
  const issuer = await openDevelopmentIssuer(join(data, 'keys', 'token-issuer.json'));
  const accounts = await Promise.all(
    PEOPLE.map(async ([subject, role]) => ({
      subject,
      role,
      token: await issuer.token({ subject, roles: [role] }),
    })),
  );
  const path = join(data, 'tokens.json');
  const tokens = Object.fromEntries(accounts.map(({ role, token }) => [role, token]));
  await writeFileAtomically(path, `${JSON.stringify(tokens, null, 2)}\n`, 0o600);
  return { check: issuer, accounts };
}
