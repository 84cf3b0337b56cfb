/** What tests of other packages use of the contract's own: ledgers in memory, as its rules leave them. */
export { afterAnyCalls } from './any-calls';
export { keptState } from './kept-state';
export { replayLogs } from './replay';
