import rules from './status-rules.json';

/** What a change may make of a certificate; the SDK, which shares no code with the contract, is held to the same file. */
export type CertificateState = keyof typeof rules.states;
/** Of a certificate before a change; `none`: nothing is recorded of it. */
export type RecordedState = 'none' | CertificateState;

export const STATES = Object.keys(rules.states) as readonly CertificateState[];

/** Coarse on purpose: the ledger holds nothing personal. */
export const REASONS: readonly string[] = rules.reasons;

/** Changes that no budget of a log holds up: a certificate that must not be relied on is said so at once. */
export const EXEMPT: readonly string[] = rules.exempt;

/** Whether a certificate in the one state may become the other. */
export const mayFollow = (from: RecordedState, to: CertificateState): boolean =>
  (rules.states[to].follows as readonly string[]).includes(from);

/** Whether nothing may follow. */
export const isFinal = (from: RecordedState): boolean => !STATES.some((to) => mayFollow(from, to));

/** Whose certificate must be named as the successor: `same-issuer`, `any-issuer`, or none. */
export const successorRule = (state: CertificateState): string | null => rules.states[state].successor;
