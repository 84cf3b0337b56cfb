import type { Ledger } from '@certbridge/service/ledger/adapter';
import type { RunningLedger } from './ledger-under-test.js';

/** What every part of the suite works with. */
export interface Bed {
  readonly running: RunningLedger;
  readonly zhejiang: Ledger;
  readonly anhui: Ledger;
  readonly sichuan: Ledger;
}
