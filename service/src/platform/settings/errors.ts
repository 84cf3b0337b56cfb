import { Problem } from '../problems/index.js';

/** One or more settings are wrong; the message names each of them and what it should be. */
export class SettingsRefused extends Problem {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super('internal', 'SETTINGS_REFUSED', faults.join('\n'));
    this.faults = faults;
  }
}
