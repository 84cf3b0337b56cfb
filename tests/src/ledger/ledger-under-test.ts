/** What the one ledger suite runs on: the embedded ledger, or a real Fabric network. */
export interface LedgerUnderTest {
  readonly name: string;
  /** Starts a fresh network of the three sample provinces with threshold 2. */
  start(): Promise<RunningLedger>;
  /** Tests that only this ledger can pass, run after the suite but for its last part, in which a province leaves. */
  onlyThere?(): void;
}

export interface RunningLedger {
  /** Ledger files by MSP id, each with an administrator. */
  readonly ledgerFiles: Readonly<Record<string, string>>;
  readonly trustAnchorFile: string;
  stop(): Promise<void>;
}
