import {
  ChainMemory,
  DerError,
  decodePem,
  parseCertificate,
  reachesRoot,
  verifyChain,
  verifyTimestampToken,
} from '@certbridge/verifier-sdk/der';
import type { Certificate, TimestampToken } from '@certbridge/verifier-sdk/der';
import { TimestampError } from './errors.js';

export interface ExpectedToken {
  /** SHA-256 that was to be stamped. */
  readonly digest: Uint8Array;
  /** Contents of the INTEGER that was asked for. */
  readonly nonce: Uint8Array;
  /** PEM or DER; without them the chain is not judged. */
  readonly roots?: readonly Uint8Array[];
}

function wrong(what: string, cause?: unknown): TimestampError {
  return new TimestampError('TIMESTAMP_WRONG', `The timestamp ${what}.`, { cause });
}

/**
 * Checks a TimeStampToken with the verifiers' own reader, so that none is written into a document that a window
 * would refuse: it stamps what was asked, its signer's certificate is for time-stamping, its signature holds.
 * @throws TimestampError `TIMESTAMP_WRONG`
 */
export async function verifyToken(
  token: Uint8Array,
  { digest, nonce, roots }: ExpectedToken,
): Promise<{ certificates: readonly Uint8Array[] }> {
  let read: TimestampToken;
  try {
    read = await verifyTimestampToken(token, () => Promise.resolve(digest));
    if (roots) await checkChain(read, roots.map(readRoot));
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause;
    throw wrong(`cannot be used: ${cause.message}`, cause);
  }
  if (read.imprintAlgorithm !== 'SHA-256') throw wrong('is by another digest than was asked');
  if (read.nonce === undefined || Buffer.compare(read.nonce, nonce) !== 0)
    throw wrong('answers another request');
  return { certificates: read.signedData.certificates.map(({ der }) => der) };
}

async function checkChain(
  { signedData, time }: TimestampToken,
  roots: readonly Certificate[],
): Promise<void> {
  const { signerCertificate, certificates } = signedData;
  const chain = await verifyChain(signerCertificate, certificates, roots, new ChainMemory());
  if (!(await reachesRoot(chain, roots, time)))
    throw wrong('comes from an authority that is not trusted here');
}

function readRoot(root: Uint8Array): Certificate {
  const isPem = Buffer.from(root).toString('latin1').includes('-----BEGIN');
  const [der = root] = isPem ? decodePem(Buffer.from(root).toString('latin1')) : [];
  return parseCertificate(new Uint8Array(der));
}
