import { platform } from '#platform';
import { equalBytes } from '../formats/bytes.js';
import type { HashAlgorithm } from '../platform/platform.js';
import { recallCertificate } from './certificate-memory.js';
import type { Certificate } from './certificate.js';
import type { ChainMemory } from './chain.js';
import { DerError } from './error.js';
import { IssuerSearch, distinct } from './issuers.js';
import { faultOf } from './signature.js';
import { parseTimestampToken } from './timestamp.js';
import type { TimestampToken } from './timestamp.js';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** By what a timestamp's certificates are judged. */
export interface TimestampTrust {
  /** DER of certificates whose bytes are vouched for otherwise: those under the document's signature. */
  readonly known: readonly Uint8Array[];
  /** Those that the authority's chain may end in. */
  readonly roots: readonly Certificate[];
  /** Signatures of certificates that were verified before; forgotten after the call unless given. */
  readonly memory?: ChainMemory;
}

/** A timestamp that holds. */
export interface VerifiedTimestamp extends TimestampToken {
  /** Whether its signer's chain ends in one of the roots; false when none were given. */
  readonly trusted: boolean;
}

/**
 * Reads a timestamp token (RFC 3161 §2.2) and verifies that it stamps a digest, that its signer, certified for
 * nothing but time-stamping, signed it, and that each certificate that came with it is vouched for. The service
 * asks this before it writes a token into a document, and every verifier asks it of the document.
 * @param token the TimeStampToken, DER
 * @param stamped the digest that it must hold, by the algorithm that it names
 * @throws DerError with what is wrong
 */
export async function verifyTimestampToken(
  token: Uint8Array,
  stamped: (algorithm: HashAlgorithm) => Promise<Uint8Array>,
  trust: TimestampTrust,
): Promise<VerifiedTimestamp> {
  const read = parseTimestampToken(token);
  const { signedData, content, imprint, imprintAlgorithm } = read;
  if (!equalBytes(imprint, await stamped(imprintAlgorithm)))
    throw new DerError('a timestamp of something else than was asked');
  const fault = await faultOf(signedData, (algorithm) => platform.digest(algorithm, [content]));
  if (fault !== undefined) throw new DerError(`a timestamp that does not hold: ${fault}`);
  const [purpose, another] = signedData.signerCertificate.extendedKeyUsage ?? [];
  if (purpose !== TIME_STAMPING || another !== undefined) {
    throw new DerError('a timestamp by a certificate that is not for time-stamping alone');
  }
  return { ...read, trusted: await judgeCertificates(read, trust) };
}

/**
 * Bytes that nothing signed would be room for a stranger's: what came along is the signer's certificate, which its
 * attributes name by hash, or known, or of the signer's chain and signed by what is known or self-signed.
 * @returns whether the signer's chain reaches a root, through certificates that were valid when it stamped
 */
async function judgeCertificates(
  { signedData, time }: TimestampToken,
  trust: TimestampTrust,
): Promise<boolean> {
  const { signerCertificate: signer, certificates, unreadableCertificates = [] } = signedData;
  const { roots } = trust;
  const known = [...trust.known, ...roots.map(({ der }) => der)];
  const isKnown = (der: Uint8Array): boolean => known.some((other) => equalBytes(other, der));
  if (!unreadableCertificates.every(isKnown))
    throw new DerError('a timestamp with a certificate that cannot be read');
  const loose = certificates.filter((other) => other !== signer && !isKnown(other.der));
  // Nothing is asked of any chain.
  if (loose.length === 0 && roots.length === 0) return false;
  const pool = distinct([...certificates, ...readable(trust.known), ...roots]);
  const search = new IssuerSearch(pool, trust.memory);

  const chain = await search.above(signer);
  for (const one of loose) {
    if (!chain.has(one) || !(await isVouchedFor(one, search, isKnown)))
      throw new DerError('a timestamp with a certificate that nothing vouches for');
  }

  const isCurrent = ({ notBefore, notAfter }: Certificate): boolean => notBefore <= time && time <= notAfter;
  if (!isCurrent(signer)) return false;
  const path = [signer, ...(await search.above(signer, isCurrent))];
  return path.some(({ der }) => roots.some((root) => equalBytes(root.der, der)));
}

async function isVouchedFor(
  certificate: Certificate,
  search: IssuerSearch,
  isKnown: (der: Uint8Array) => boolean,
): Promise<boolean> {
  for (const issuer of await search.above(certificate)) {
    if (isKnown(issuer.der) || (await search.isSelfSigned(issuer))) return true;
  }
  return false;
}

function readable(ders: readonly Uint8Array[]): Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [recallCertificate(der)];
    } catch (error) {
      if (error instanceof DerError) return [];
      throw error;
    }
  });
}
