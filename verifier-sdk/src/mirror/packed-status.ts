/** A status without its successor and time: what fits into one number. */
export interface PackableStatus<State extends string, Reason extends string> {
  readonly state: State;
  readonly reason: Reason;
  readonly seq: number;
}

/** Eight bits each for state and reason; 37 are left of a double's 53 for seq, and the contract ends at 10^10. */
const most = 256;
const maxSeq = 2 ** 37 - 1;

/** Packs state, reason and seq into a safe integer. Whatever does not fit is refused, in both directions. */
export class StatusPacking<State extends string, Reason extends string> {
  readonly #states: readonly State[];
  readonly #reasons: readonly Reason[];

  /** @throws RangeError for more states or reasons than there is room for */
  constructor(states: readonly State[], reasons: readonly Reason[]) {
    if (states.length > most || reasons.length > most)
      throw new RangeError(`a packed status has room for ${most} states and ${most} reasons`);
    this.#states = states;
    this.#reasons = reasons;
  }

  /** @throws RangeError for a state or reason that is not on its list, or a seq that is too large */
  pack({ state, reason, seq }: PackableStatus<State, Reason>): number {
    const stateAt = this.#states.indexOf(state);
    const reasonAt = this.#reasons.indexOf(reason);
    if (stateAt < 0 || reasonAt < 0 || !Number.isInteger(seq) || seq < 1 || seq > maxSeq)
      throw new RangeError(`cannot pack the status ${state}, ${reason} of entry ${seq}`);
    return (seq * most + reasonAt) * most + stateAt;
  }

  /** @throws RangeError for a number that `pack` did not make */
  unpack(packed: number): PackableStatus<State, Reason> {
    const state = this.#states[packed % most];
    const reason = this.#reasons[Math.floor(packed / most) % most];
    if (state === undefined || reason === undefined) throw new RangeError(`${packed} is not a packed status`);
    return { state, reason, seq: Math.floor(packed / most / most) };
  }
}
