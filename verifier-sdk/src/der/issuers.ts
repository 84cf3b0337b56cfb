import { equalBytes } from '../formats/bytes.js';
import type { Certificate } from './certificate.js';
import { ChainMemory, issued } from './chain.js';
import { DerError } from './error.js';
import { isSignedBy } from './signature.js';

/** A chain takes a few; hundreds are somebody's attempt to keep a window busy. */
const MAX_SIGNATURES = 128;

/** Finds who signed whom among certificates of any order and number, all paths and not just the first. */
export class IssuerSearch {
  readonly #pool: readonly Certificate[];
  readonly #memory: ChainMemory;
  readonly #issuers = new Map<Certificate, readonly Certificate[]>();
  #signatures = 0;

  /** @param pool each certificate once */
  constructor(pool: readonly Certificate[], memory = new ChainMemory()) {
    this.#pool = pool;
    this.#memory = memory;
  }

  /**
   * Every certificate of the pool that a path of signatures leads to; itself only where it is self-signed.
   * @param isAllowed whether a path may lead through a certificate
   * @throws DerError when that takes more signatures than any real chain
   */
  async above(
    certificate: Certificate,
    isAllowed: (issuer: Certificate) => boolean = () => true,
  ): Promise<ReadonlySet<Certificate>> {
    const found = new Set<Certificate>();
    const add = (issuers: readonly Certificate[]): void => {
      for (const issuer of issuers) if (isAllowed(issuer)) found.add(issuer);
    };
    add(await this.#issuersOf(certificate));
    // What is added while a set is walked is walked as well, each once.
    for (const issuer of found) add(await this.#issuersOf(issuer));
    return found;
  }

  /** Whether a certificate is its own issuer. @throws DerError as above */
  async isSelfSigned(certificate: Certificate): Promise<boolean> {
    return (await this.#issuersOf(certificate)).includes(certificate);
  }

  async #issuersOf(certificate: Certificate): Promise<readonly Certificate[]> {
    const known = this.#issuers.get(certificate);
    if (known) return known;
    const issuers: Certificate[] = [];
    for (const candidate of this.#pool) {
      if (issued(certificate, candidate) && (await this.#isSigned(certificate, candidate)))
        issuers.push(candidate);
    }
    this.#issuers.set(certificate, issuers);
    return issuers;
  }

  #isSigned(certificate: Certificate, by: Certificate): Promise<boolean> {
    return this.#memory.verify([certificate, by], () => {
      this.#signatures += 1;
      if (this.#signatures > MAX_SIGNATURES)
        throw new DerError('more certificates of one name than any chain has');
      return isSignedBy(certificate, by);
    });
  }
}

/** The certificates, each once, by their bytes. */
export function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  return certificates.filter(
    ({ der }, i) => !certificates.slice(0, i).some((other) => equalBytes(other.der, der)),
  );
}
