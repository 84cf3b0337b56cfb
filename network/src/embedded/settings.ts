/** Bounds and times of the embedded ledger; the names of Fabric's own settings are given where there is one. */
export interface LedgerSettings {
  /** A proposal's timestamp may lie this far from now (`peer.authentication.timewindow`). */
  readonly timeWindowMs: number;
  /** A contract may run this long (`chaincode.executetimeout`). */
  readonly executeTimeoutMs: number;
  /** An endorsement waits this long for the contract's process to (re)start (`chaincode.startuptimeout`). */
  readonly contractStartTimeoutMs: number;
  /** A block is cut at this many transactions (`BatchSize.MaxMessageCount`) … */
  readonly blockTransactions: number;
  /** … or this many bytes (`BatchSize.PreferredMaxBytes`) … */
  readonly blockBytes: number;
  /** … or at this age of its first transaction (`BatchTimeout`). */
  readonly blockTimeoutMs: number;
  /** Larger transactions are refused (`BatchSize.AbsoluteMaxBytes`). */
  readonly transactionBytes: number;
  /** Transactions waiting to be ordered; more are refused with SERVICE_UNAVAILABLE. */
  readonly queuedTransactions: number;
  /** Calls of the gateway under way (`peer.limits.concurrency.gatewayService`). */
  readonly gatewayCalls: number;
  /** Block delivery streams open (`peer.limits.concurrency.deliverService`). */
  readonly deliverStreams: number;
  /** A wait for a transaction that never comes ends after this long. */
  readonly commitStatusTimeoutMs: number;
  /** Results of one query (`ledger.state.totalQueryLimit`). */
  readonly queryResults: number;
}

export const defaultSettings: LedgerSettings = {
  timeWindowMs: 60_000,
  executeTimeoutMs: 30_000,
  contractStartTimeoutMs: 60_000,
  blockTransactions: 500,
  blockBytes: 2 * 1024 * 1024,
  blockTimeoutMs: 10,
  transactionBytes: 10 * 1024 * 1024,
  queuedTransactions: 5_000,
  gatewayCalls: 500,
  deliverStreams: 500,
  commitStatusTimeoutMs: 300_000,
  queryResults: 100_000,
};
