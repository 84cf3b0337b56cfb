import type { Words } from '../../platform/problems/index.js';
import { Problem } from '../../platform/problems/index.js';

export const checks = [
  'settings',
  'versions',
  'disk',
  'fonts',
  'database',
  'clock',
  'keys',
  'ledger',
  'beats',
  'timestamps',
  'backups',
  'tls',
  'service',
] as const;
export type Check = (typeof checks)[number];

/** What was found of one part; of what is not well, `says` has the remedy. */
export interface Finding {
  readonly check: Check;
  readonly state: 'well' | 'warning' | 'fault';
  readonly says: Words;
}

const finding =
  (state: Finding['state']) =>
  (check: Check, zh: string, en: string): Finding => ({ check, state, says: { zh, en } });

export const well = finding('well');
export const warning = finding('warning');
export const fault = finding('fault');

/** What a failure says of itself, in both languages as far as it has them. */
export function wordsOf(error: unknown): Words {
  if (error instanceof Problem && error.words) return error.words;
  const text = error instanceof Error ? error.message : String(error);
  return { zh: text, en: text };
}
