import { changeStates, successorRule } from '@certbridge/verifier-sdk/formats';
import type { ChangeState, statusRules } from '@certbridge/verifier-sdk/formats';

type Rules = typeof statusRules;

/** What may be asked for: a successor of the same issuer (`superseded`) is a renewal's doing alone. */
export type RequestedState = {
  [State in ChangeState]: Rules[State]['successor'] extends 'same-issuer' ? never : State;
}[ChangeState];

/** Every state that may be asked for. */
export const requestedStates = changeStates.filter(
  (state): state is RequestedState => successorRule(state) !== 'same-issuer',
);
