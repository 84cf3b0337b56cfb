import { isStale } from '../dates/when';
import type { WorkerState } from '../verifying/messages';
import type { Words } from '../words/words';

export interface LedgerState {
  readonly kind: 'good' | 'busy' | 'doubtful' | 'grave';
  readonly words: Words;
}

/** How it stands with what this device knows of the ledger, in a few words that are always in sight. */
export function ledgerState({ troubles, phase, reach, knows }: WorkerState, now: number): LedgerState {
  if (troubles.includes('EQUIVOCATION')) return { kind: 'grave', words: { zh: '账本异常', en: 'in doubt' } };
  if (phase !== 'settled') return { kind: 'busy', words: { zh: '更新账本', en: 'updating' } };
  if (reach === 'unreachable') return { kind: 'doubtful', words: { zh: '离线', en: 'offline' } };
  if (reach === 'refused') return { kind: 'doubtful', words: { zh: '未更新', en: 'not updated' } };
  if (isStale(knows, now)) return { kind: 'doubtful', words: { zh: '账本过旧', en: 'out of date' } };
  return { kind: 'good', words: { zh: '账本已更新', en: 'up to date' } };
}
