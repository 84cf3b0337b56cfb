/** `none`: no change was recorded of the certificate. */
const inForce = ['none', 'reinstated'] as const;
const notEnded = ['none', 'reinstated', 'suspended'] as const;

/**
 * The one table of what a change may make of a certificate (DESIGN.md, "The contract on the ledger"): after
 * which states, whose certificate it must name as its successor, in which state the certificate then is,
 * whether it may name a day from which it counts, what it does to a change that waits for its day, and what it
 * is called. States that nothing follows are final. Everything else that knows states is made from this table;
 * the contract, which shares no code, is held to it by chaincode/src/entries/status-rules.json.
 */
export const statusRules = {
  suspended: {
    follows: inForce,
    successor: null,
    becomes: 'suspended',
    dated: false,
    pending: 'keeps',
    zh: '已暂停',
    en: 'Suspended',
  },
  reinstated: {
    follows: ['suspended'],
    successor: null,
    becomes: 'issued',
    dated: false,
    pending: 'keeps',
    zh: '已恢复',
    en: 'Reinstated',
  },
  revoked: {
    follows: notEnded,
    successor: null,
    becomes: 'revoked',
    dated: false,
    pending: 'ends',
    zh: '已吊销',
    en: 'Revoked',
  },
  cancelled: {
    follows: notEnded,
    successor: null,
    becomes: 'cancelled',
    dated: false,
    pending: 'ends',
    zh: '已注销',
    en: 'Cancelled',
  },
  superseded: {
    follows: notEnded,
    successor: 'same-issuer',
    becomes: 'superseded',
    dated: true,
    pending: 'refused',
    zh: '已换发',
    en: 'Replaced',
  },
  transferred: {
    follows: notEnded,
    successor: 'any-issuer',
    becomes: 'transferred',
    dated: false,
    pending: 'ends',
    zh: '已迁移',
    en: 'Transferred',
  },
  withdrawn: {
    follows: notEnded,
    successor: null,
    becomes: null,
    dated: false,
    pending: 'withdraws',
    zh: '已撤回换发',
    en: 'Replacement withdrawn',
  },
} as const;

/** What a change does. */
export type ChangeState = keyof typeof statusRules;
/** What a change can make of a certificate: all but `withdrawn`, which takes back what waits for its day. */
export type RecordedState = {
  [State in ChangeState]: (typeof statusRules)[State]['becomes'] extends null ? never : State;
}[ChangeState];
/** What a certificate is by its changes; `issued`: as it was issued, or as if nothing had been recorded. */
export type CertificateState = (typeof statusRules)[RecordedState]['becomes'];

/** Everything that a change can name. */
export const changeStates = Object.keys(statusRules) as readonly ChangeState[];

/** Every state that a change can make of a certificate. */
export const recordedStates = changeStates.filter(
  (state): state is RecordedState => statusRules[state].becomes !== null,
);

/** Every state that a certificate can stand in, `issued` first. */
export const certificateStates: readonly CertificateState[] = [
  ...new Set<CertificateState>(['issued', ...recordedStates.map((state) => statusRules[state].becomes)]),
];

/** Why a status changed: a closed list, so coarse that nothing personal reaches the ledger. */
export const changeReasons = [
  'unspecified',
  'key-compromise',
  'data-error',
  'issued-in-error',
  'holder-request',
  'holder-ended',
  'under-review',
  'review-passed',
  'replaced',
  'lost',
  'moved',
  'authority-decision',
] as const;

/** Why a status changed; coarse, so that nothing personal reaches the ledger. */
export type ChangeReason = (typeof changeReasons)[number];

/** Whether a change may do `after` to a certificate that the change before made `before`; undefined: none was. */
export function mayFollow(before: RecordedState | undefined, after: ChangeState): boolean {
  return (statusRules[after].follows as readonly string[]).includes(before ?? 'none');
}

/** Whether a certificate that stands in `from` may become `to`. */
export function mayBecome(from: CertificateState, to: ChangeState): boolean {
  return mayFollow(from === 'issued' ? undefined : from, to);
}

/** Whether nothing may follow the state. */
export function isFinal(state: RecordedState): boolean {
  return !changeStates.some((after) => mayFollow(state, after));
}

/** Whose certificate a change to the state must name as the successor; null: it must name none. */
export function successorRule(state: ChangeState): 'same-issuer' | 'any-issuer' | null {
  return statusRules[state].successor;
}
