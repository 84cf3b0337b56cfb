import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { pause } from '../../platform/waiting/index.js';
import type { KeyDescription, KeyStore } from '../signing/index.js';

const DAY_MS = 86_400_000;
/** Days before a certificate's end at which it is warned of. */
const WARN_AT = [7, 30, 90] as const;

export type ExpiryWarning = (typeof WARN_AT)[number] | 'expired';

/** Undefined: it is valid for more than 90 days, or has no end. */
export function expiryWarning(notAfter: Date | undefined, now: Date): ExpiryWarning | undefined {
  if (!notAfter) return undefined;
  const left = notAfter.getTime() - now.getTime();
  if (left < 0) return 'expired';
  return WARN_AT.find((days) => left <= days * DAY_MS);
}

export interface ExpiryOptions {
  readonly keys: KeyStore;
  /** kids that certificates are signed with now: others may expire in peace. */
  readonly used: () => Promise<ReadonlySet<string>>;
  readonly onWarning: (key: KeyDescription, warning: ExpiryWarning) => void;
}

/** Warns of keys in use whose certificates end: at the start and once a day, until `signal`. */
export async function watchExpiry(
  { keys, used, onWarning }: ExpiryOptions,
  signal: AbortSignal,
  now = (): Date => new Date(),
): Promise<void> {
  while (!signal.aborted) {
    // A database that is away is told of by others; tomorrow is another day.
    const kids = await used().catch(() => new Set<string>());
    for (const key of keys.describe()) {
      const warning = expiryWarning(key.notAfter, now());
      if (warning !== undefined && kids.has(key.kid)) onWarning(key, warning);
    }
    await pause(DAY_MS, signal);
  }
}

/** For alarms: when each certificate of a key in use ends, and whether the hardware module can be used. */
export function countKeys(registry: Registry, { keys, used }: Pick<ExpiryOptions, 'keys' | 'used'>): void {
  new Gauge({
    name: 'certbridge_key_certificate_end_seconds',
    help: 'Until when the certificate of a signing key in use is valid, in seconds since 1970',
    labelNames: ['issuer', 'kid', 'use'],
    registers: [registry],
    async collect() {
      this.reset();
      const kids = await used().catch(() => new Set<string>());
      for (const { issuer, kid, use, notAfter } of keys.describe()) {
        if (notAfter && kids.has(kid)) this.set({ issuer, kid, use }, notAfter.getTime() / 1000);
      }
    },
  });
  new Gauge({
    name: 'certbridge_key_module_up',
    help: 'Whether the hardware module of signing keys can be used: 1 or 0; absent where there is none',
    registers: [registry],
    async collect() {
      const state = await keys.moduleState();
      // A reset would leave 0, as if a module were down.
      if (state === undefined) this.remove();
      else this.set(state === 'up' ? 1 : 0);
    },
  });
}
