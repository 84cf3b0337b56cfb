import { toHex, concat, equalBytes } from '../formats/bytes.js';
import { sha256 } from '../formats/hash.js';
import type { Certificate } from './certificate.js';
import { DerError } from './error.js';
import { isSignedBy } from './signature.js';

/** Whether one authority's name stands in a certificate as its issuer's, and it may issue; not whether it signed. */
export const issued = (certificate: Certificate, by: Certificate): boolean =>
  by.isCa &&
  equalBytes(certificate.issuer.der, by.subject.der) &&
  (by.keyUsage === undefined || by.keyUsage.has('keyCertSign'));

/**
 * Remembers chains whose signatures were verified, by the hash of all their bytes:
 * certificates of one authority come with every document.
 */
export class ChainMemory {
  readonly #known = new Set<string>();
  readonly #max: number;

  constructor(max = 1024) {
    this.#max = max;
  }

  /** Whether the chain’s signatures hold: as remembered, or by `check`. */
  async verify(chain: readonly Certificate[], check: () => Promise<boolean>): Promise<boolean> {
    const name = toHex(await sha256(concat(...chain.map(({ der }) => der))));
    if (this.#known.has(name)) return true;
    const good = await check();
    if (good) {
      if (this.#known.size >= this.#max) this.#known.clear();
      this.#known.add(name);
    }
    return good;
  }
}

/**
 * Puts certificates that came with a signature in order, the signer's first, each signed by the next, and
 * refuses any that does not belong. Where the last is not self-signed, `known` certificates, whose bytes
 * are under a signature already, lead on to a root. No byte that came along is then without a signature
 * or a hash over it, though nothing is trusted yet.
 * @throws DerError
 */
export async function verifyChain(
  signer: Certificate,
  certificates: readonly Certificate[],
  known: readonly Certificate[],
  memory: ChainMemory,
): Promise<readonly Certificate[]> {
  const brought = certificates.filter((certificate) => certificate !== signer);
  const chain = [signer, ...follow(signer, brought)];
  if (brought.length > 0) throw new DerError('a certificate that is not of the signer’s chain');
  chain.push(...follow(chain.at(-1) ?? signer, [...known]));
  const last = chain.at(-1) ?? signer;
  if (!issued(last, last)) {
    // Alone it is named by its hash in what is signed.
    if (certificates.length === 1) return chain;
    throw new DerError('a chain of certificates without its root');
  }
  const good = await memory.verify(chain, async () => {
    for (const [i, certificate] of chain.entries()) {
      if (!(await isSignedBy(certificate, chain[i + 1] ?? certificate))) return false;
    }
    return true;
  });
  if (!good) throw new DerError('a certificate that the next one did not sign');
  return chain;
}

/** Takes the issuers above one out of the candidates, as far as they lead. */
function follow(from: Certificate, candidates: Certificate[]): Certificate[] {
  const above: Certificate[] = [];
  for (let last = from; !issued(last, last);) {
    const next = candidates.find((candidate) => issued(last, candidate));
    if (next === undefined) break;
    candidates.splice(candidates.indexOf(next), 1);
    above.push(next);
    last = next;
  }
  return above;
}
