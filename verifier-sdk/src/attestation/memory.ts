import type { AnchorAuthorities, Endorser } from './anchor.js';
import type { Statement } from './statement.js';

/** What of an attestation does not depend on the clock or on what was asked. */
export interface Verified {
  readonly statement: Statement;
  readonly endorsers: readonly Endorser[];
}

/**
 * Remembers attestations that were verified, by the hash of all of their bytes and under their trust anchor:
 * a batch's certificates all bring the same.
 */
export class AttestationMemory {
  readonly #most: number;
  readonly #known = new WeakMap<AnchorAuthorities, Map<string, Verified>>();

  /** `most`: how many are remembered under one trust anchor; when there are more, all are forgotten. */
  constructor(most: number) {
    this.#most = most;
  }

  get(authorities: AnchorAuthorities, name: string): Verified | undefined {
    return this.#known.get(authorities)?.get(name);
  }

  set(authorities: AnchorAuthorities, name: string, verified: Verified): void {
    if (this.#most < 1) return;
    const known = this.#known.get(authorities) ?? new Map<string, Verified>();
    this.#known.set(authorities, known);
    if (known.size >= this.#most) known.clear();
    known.set(name, verified);
  }
}
