import type { Role } from '../../platform/principal/index.js';
import type { People } from '../accounts/index.js';
import type { Holder, Sessions } from '../sessions/index.js';
import type { Residents } from '../sign-in/index.js';

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

/** An invented holder of certificates that a first start issues. */
export interface SampleResident {
  readonly subject: string;
  readonly name: string;
  /** GB 11643. */
  readonly number: string;
}

/** What the embedded provider calls how surely it knows them: it does not. */
export const SAMPLE_ASSURANCE = 'urn:certbridge:assurance:sample';

export const SAMPLE_RESIDENTS: readonly SampleResident[] = [
  { subject: 'sample-resident-ma', name: '马梅', number: '520199195201040191' },
  { subject: 'sample-resident-fang', name: '方华', number: '520199197710027867' },
  { subject: 'sample-resident-kang', name: '康雪', number: '33019919750927115X' },
  { subject: 'sample-resident-murong', name: '慕容一诺', number: '510199198210011319' },
  { subject: 'sample-resident-liao', name: '廖萍', number: '510199196007082315' },
];

/** What the embedded provider of residents says of one of them. */
export const residentClaimsOf = ({ name, number }: SampleResident): Record<string, unknown> => ({
  name,
  id_number: number,
  acr: SAMPLE_ASSURANCE,
});

export interface SampleAccount {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  /** The person's stable id. */
  readonly person: string;
}

export interface SamplesOptions {
  readonly people: People;
  readonly residents: Residents;
  readonly sessions: Sessions;
}

const A_DAY = 86_400_000;

/** The sample people of a development start, who have never to sign in by hand in a test or the demo. */
export class Samples {
  readonly accounts: readonly SampleAccount[];
  readonly #residents: Residents;
  readonly #sessions: Sessions;

  private constructor(accounts: readonly SampleAccount[], residents: Residents, sessions: Sessions) {
    this.accounts = accounts;
    this.#residents = residents;
    this.#sessions = sessions;
  }

  static async open({ people, residents, sessions }: SamplesOptions): Promise<Samples> {
    const accounts: SampleAccount[] = [];
    for (const person of SAMPLE_PEOPLE) {
      const { subject, name, role } = person;
      const { id } = await people.identify({ issuer: SAMPLE_ISSUER, subject, claims: claimsOf(person) });
      accounts.push({ subject, name, role, person: id });
    }
    return new Samples(accounts, residents, sessions);
  }

  /** A token of a session that begins now and lasts a day. */
  token({ person }: SampleAccount): Promise<string> {
    return this.#begin({ person });
  }

  /** The same of a resident. */
  async residentToken(resident: SampleResident): Promise<string> {
    return this.#begin({ resident: await this.#residents.identify(residentClaimsOf(resident)) });
  }

  async #begin(holder: Holder): Promise<string> {
    const begun = { via: 'sample', authenticatedAt: new Date(), life: A_DAY } as const;
    return (await this.#sessions.begin(holder, begun)).token;
  }
}
