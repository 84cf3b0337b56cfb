import type { AnchorAuthorities, Endorser } from './anchor.js';
import type { Statement } from './statement.js';

/** What of an attestation does not depend on the clock or on what was asked. */
export interface Verified {
  readonly statement: Statement;
  readonly endorsers: readonly Endorser[];
}

/** What was verified under this name; undefined: nothing that is remembered. */
export let recall: (
  memory: AttestationMemory,
  authorities: AnchorAuthorities,
  name: string,
) => Verified | undefined;

/** Keeps what was verified under a name. */
export let remember: (
  memory: AttestationMemory,
  authorities: AnchorAuthorities,
  name: string,
  verified: Verified,
) => void;

/**
 * Remembers attestations that were verified, by the hash of all of their bytes and under their trust anchor:
 * the certificates of one entry all bring the same.
 */
export class AttestationMemory {
  readonly #max: number;
  readonly #known = new WeakMap<AnchorAuthorities, Map<string, Verified>>();

  /** `max`: how many are remembered under one trust anchor; when there are more, all are forgotten. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Only the verification below may say what was verified, so this is no method that a caller could reach. */
  static {
    recall = (memory, authorities, name) => memory.#known.get(authorities)?.get(name);
    remember = (memory, authorities, name, verified) => {
      if (memory.#max < 1) return;
      const known = memory.#known.get(authorities) ?? new Map<string, Verified>();
      memory.#known.set(authorities, known);
      if (known.size >= memory.#max) known.clear();
      known.set(name, verified);
    };
  }
}
