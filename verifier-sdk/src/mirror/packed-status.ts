/** A status without its successor and time: what fits into one number. */
export interface PackableStatus<State extends string, Reason extends string> {
  readonly state: State;
  readonly reason: Reason;
  readonly seq: number;
}

/** Eight bits each for state and reason; 37 are left of a double's 53 for seq, and the contract ends at 10^10. */
const MAX_VALUES = 256;
const MAX_SEQ = 2 ** 37 - 1;

/** Packs state, reason and seq into a safe integer. Whatever does not fit is refused, in both directions. */
export class StatusPacking<State extends string, Reason extends string> {
  readonly #states: readonly State[];
  readonly #reasons: readonly Reason[];

  /** @throws RangeError for more states or reasons than there is room for */
  constructor(states: readonly State[], reasons: readonly Reason[]) {
    if (states.length > MAX_VALUES || reasons.length > MAX_VALUES)
      throw new RangeError(`a packed status has room for ${MAX_VALUES} states and ${MAX_VALUES} reasons`);
    this.#states = states;
    this.#reasons = reasons;
  }

  /** @throws RangeError for a state or reason that is not on its list, or a seq that is too large */
  pack({ state, reason, seq }: PackableStatus<State, Reason>): number {
    const stateAt = this.#states.indexOf(state);
    const reasonAt = this.#reasons.indexOf(reason);
    if (stateAt < 0 || reasonAt < 0 || !Number.isInteger(seq) || seq < 1 || seq > MAX_SEQ)
      throw new RangeError(`cannot pack the status ${state}, ${reason} of entry ${seq}`);
    return (seq * MAX_VALUES + reasonAt) * MAX_VALUES + stateAt;
  }

  /** @throws RangeError for a number that `pack` did not make */
  unpack(packed: number): PackableStatus<State, Reason> {
    const state = this.#states[packed % MAX_VALUES];
    const reason = this.#reasons[Math.floor(packed / MAX_VALUES) % MAX_VALUES];
    if (state === undefined || reason === undefined) throw new RangeError(`${packed} is not a packed status`);
    return { state, reason, seq: Math.floor(packed / MAX_VALUES / MAX_VALUES) };
  }
}
