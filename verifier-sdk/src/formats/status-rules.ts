/** `none`: no change was recorded of the certificate. */
const inForce = ['none', 'reinstated'] as const;
const notEnded = ['none', 'reinstated', 'suspended'] as const;

/**
 * The one table of what a change may make of a certificate (DESIGN.md, "The contract on the ledger"): after
 * which states, whose certificate it must name as its successor, in which state the certificate then is,
 * whether it may name a day from which it counts, whether it is exempt from the budget of a log, what it does to a
 * change that waits for its day, and what it is called. States that nothing follows are final. Everything else that
 * knows states is made from this table; the contract, which shares no code, is held to it by
 * chaincode/src/entries/status-rules.json.
 */
export const statusRules = {
  suspended: {
    follows: inForce,
    successor: null,
    becomes: 'suspended',
    dated: false,
    exempt: true,
    pending: 'keeps',
    zh: '已暂停',
    en: 'Suspended',
  },
  reinstated: {
    follows: ['suspended'],
    successor: null,
    becomes: 'issued',
    dated: false,
    exempt: false,
    pending: 'keeps',
    zh: '已恢复',
    en: 'Reinstated',
  },
  revoked: {
    follows: notEnded,
    successor: null,
    becomes: 'revoked',
    dated: false,
    exempt: true,
    pending: 'ends',
    zh: '已吊销',
    en: 'Revoked',
  },
  cancelled: {
    follows: notEnded,
    successor: null,
    becomes: 'cancelled',
    dated: false,
    exempt: true,
    pending: 'ends',
    zh: '已注销',
    en: 'Cancelled',
  },
  superseded: {
    follows: notEnded,
    successor: 'same-issuer',
    becomes: 'superseded',
    dated: true,
    exempt: false,
    pending: 'refused',
    zh: '已换发',
    en: 'Replaced',
  },
  transferred: {
    follows: notEnded,
    successor: 'any-issuer',
    becomes: 'transferred',
    dated: false,
    exempt: false,
    pending: 'ends',
    zh: '已迁移',
    en: 'Transferred',
  },
  withdrawn: {
    follows: notEnded,
    successor: null,
    becomes: null,
    dated: false,
    exempt: true,
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

/**
 * Why a status changed, and what that is called: a closed list, so coarse that nothing personal reaches the ledger.
 * Everything that knows or shows reasons is made from this table; the contract is held to it as to the one above.
 */
export const reasonWords = {
  unspecified: { zh: '未说明', en: 'not specified' },
  'key-compromise': { zh: '签名密钥泄露', en: 'signing key compromised' },
  'data-error': { zh: '证照信息有误', en: 'error in the data' },
  'issued-in-error': { zh: '签发有误', en: 'issued in error' },
  'holder-request': { zh: '持证主体申请', en: 'requested by the holder' },
  'holder-ended': { zh: '持证主体资格终止', en: 'the holder is no longer entitled' },
  'under-review': { zh: '正在核查', en: 'under review' },
  'review-passed': { zh: '核查通过', en: 'review passed' },
  replaced: { zh: '已换发', en: 'replaced by another' },
  lost: { zh: '遗失', en: 'lost' },
  moved: { zh: '颁发机构变更', en: 'moved to another issuer' },
  'authority-decision': { zh: '主管机关决定', en: 'decision of an authority' },
} as const;

/** Why a status changed; coarse, so that nothing personal reaches the ledger. */
export type ChangeReason = keyof typeof reasonWords;

/** Every reason that a change can name. */
export const changeReasons = Object.keys(reasonWords) as readonly ChangeReason[];

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
