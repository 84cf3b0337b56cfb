import { platform } from '#platform';
import { equalBytes } from '../formats/bytes.js';
import type { HashAlgorithm } from '../platform/platform.js';
import { DerError } from './error.js';
import { faultOf } from './signature.js';
import { parseTimestampToken } from './timestamp.js';
import type { TimestampToken } from './timestamp.js';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/**
 * Reads a timestamp token (RFC 3161 §2.2) and verifies that it stamps a digest and that its signer, certified
 * for nothing but time-stamping, signed it. Where its chain ends is not judged: see `verifyChain`, `reachesRoot`.
 * @param token the TimeStampToken, DER
 * @param stamped the digest that it must hold, by the algorithm that it names
 * @throws DerError with what is wrong
 */
export async function verifyTimestampToken(
  token: Uint8Array,
  stamped: (algorithm: HashAlgorithm) => Promise<Uint8Array>,
): Promise<TimestampToken> {
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
  return read;
}
