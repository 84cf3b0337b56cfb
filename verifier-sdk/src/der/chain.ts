import { toHex, concat, equalBytes } from '../formats/bytes.js';
import { sha256 } from '../formats/hash.js';
import type { Certificate } from './certificate.js';
import { DerError } from './error.js';
import { isSignedBy } from './signature.js';

const issued = (certificate: Certificate, by: Certificate): boolean =>
  by.isCa &&
  equalBytes(certificate.issuer.der, by.subject.der) &&
  (by.keyUsage === undefined || by.keyUsage.has('keyCertSign'));

/**
 * Remembers chains whose signatures were verified, by the hash of all their bytes:
 * certificates of one authority come with every document.
 */
export class ChainMemory {
  readonly #known = new Set<string>();
  readonly #most: number;

  constructor(most = 1024) {
    this.#most = most;
  }

  async verify(chain: readonly Certificate[], check: () => Promise<boolean>): Promise<boolean> {
    const name = toHex(await sha256(concat(...chain.map(({ der }) => der))));
    if (this.#known.has(name)) return true;
    const good = await check();
    if (good) {
      if (this.#known.size >= this.#most) this.#known.clear();
      this.#known.add(name);
    }
    return good;
  }
}

/**
 * Puts certificates that came with a signature in order, the signer's first, each signed by the next, and
 * refuses any that does not belong. The last is self-signed unless it is the only one: no byte among
 * them is then without a signature or a hash over it, though nothing is trusted yet.
 * @throws DerError
 */
export async function verifyChain(
  signer: Certificate,
  certificates: readonly Certificate[],
  memory: ChainMemory,
): Promise<readonly Certificate[]> {
  const left = certificates.filter((certificate) => certificate !== signer);
  const chain = [signer];
  let last = signer;
  while (left.length > 0) {
    const at = left.findIndex((candidate) => issued(last, candidate));
    const [next] = at === -1 ? [] : left.splice(at, 1);
    if (next === undefined) throw new DerError('a certificate that is not of the signer’s chain');
    chain.push(next);
    last = next;
  }
  if (chain.length === 1) return chain;
  if (!issued(last, last)) throw new DerError('a chain of certificates without its root');
  const good = await memory.verify(chain, async () => {
    for (const [i, certificate] of chain.entries()) {
      if (!(await isSignedBy(certificate, chain[i + 1] ?? certificate))) return false;
    }
    return true;
  });
  if (!good) throw new DerError('a certificate that the next one did not sign');
  return chain;
}

/** Whether a verified chain ends in, or was issued by, one of the roots, and all of it was valid at that time. */
export async function reachesRoot(
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  at: Date,
): Promise<boolean> {
  if (!chain.every((certificate) => certificate.notBefore <= at && at <= certificate.notAfter)) return false;
  const last = chain.at(-1);
  if (last === undefined) return false;
  for (const root of roots) {
    if (equalBytes(root.der, last.der)) return true;
    const current = root.notBefore <= at && at <= root.notAfter;
    if (current && issued(last, root) && (await isSignedBy(last, root))) return true;
  }
  return false;
}
