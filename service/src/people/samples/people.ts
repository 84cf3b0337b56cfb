import type { Role } from '../../platform/principal/index.js';
import type { People } from '../accounts/index.js';
import type { Sessions } from '../sessions/index.js';

/** As what the accounts of sample people stand in the database, whatever the address of this start. */
export const SAMPLE_ISSUER = 'urn:certbridge:samples';

export interface SamplePerson {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

/** Invented colleagues, one a role. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  { subject: 'sample-operator', name: '经办 林样例', role: 'operator' },
  { subject: 'sample-approver', name: '审核 周样例', role: 'approver' },
  { subject: 'sample-administrator', name: '管理 陈样例', role: 'administrator' },
  { subject: 'sample-second-administrator', name: '管理 吴样例', role: 'administrator' },
  { subject: 'sample-auditor', name: '审计 郑样例', role: 'auditor' },
  { subject: 'sample-clerk', name: '窗口 何样例', role: 'clerk' },
  { subject: 'sample-network-administrator', name: '网络管理 许样例', role: 'network-administrator' },
];

/** What the embedded provider says of one of them. */
export const claimsOf = ({ name, role }: SamplePerson): Record<string, unknown> => ({
  name,
  roles: [role],
  issuers: '*',
  types: '*',
});

export interface SampleAccount {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  /** The person's stable id. */
  readonly person: string;
}

const A_DAY = 86_400_000;

/** The sample people of a development start, who have never to sign in by hand in a test or the demo. */
export class Samples {
  readonly accounts: readonly SampleAccount[];
  readonly #sessions: Sessions;

  private constructor(accounts: readonly SampleAccount[], sessions: Sessions) {
    this.accounts = accounts;
    this.#sessions = sessions;
  }

  static async open(people: People, sessions: Sessions): Promise<Samples> {
    const accounts: SampleAccount[] = [];
    for (const person of SAMPLE_PEOPLE) {
      const { subject, name, role } = person;
      const { id } = await people.identify({ issuer: SAMPLE_ISSUER, subject, claims: claimsOf(person) });
      accounts.push({ subject, name, role, person: id });
    }
    return new Samples(accounts, sessions);
  }

  /** A token of a session that begins now and lasts a day. */
  async token({ person }: SampleAccount): Promise<string> {
    const { token } = await this.#sessions.begin(
      { person },
      { via: 'sample', authenticatedAt: new Date(), life: A_DAY },
    );
    return token;
  }
}
