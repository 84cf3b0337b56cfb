import { platform } from '#platform';
import { OID, RECEIPT_ATTRIBUTE, readAttributes } from '../der/cms.js';
import type { SignedData } from '../der/cms.js';
import { DerError } from '../der/error.js';
import type { DerNode } from '../der/reader.js';
import type * as TimestampCheck from '../der/timestamp-check.js';
import type { TimestampTrust } from '../der/timestamp-check.js';
import { octetString } from '../der/values.js';
import type { PdfReading, TimestampReading, Unsigned } from './reading.js';

type UnsignedReading = Pick<PdfReading, 'receipt' | 'timestamp'>;

/** Reads receipt and timestamp. Attacker-controlled: what is wrong here is reported and never thrown. */
export async function readUnsigned(cms: SignedData, trust: TimestampTrust): Promise<UnsignedReading> {
  let attributes: ReadonlyMap<string, DerNode>;
  try {
    attributes = readAttributes(cms.unsignedAttributes?.contents ?? new Uint8Array());
    for (const type of attributes.keys()) {
      if (type !== RECEIPT_ATTRIBUTE && type !== OID.timestampToken)
        throw new DerError(`the foreign attribute ${type}`);
    }
  } catch (error) {
    const broken = asBroken(error);
    return { receipt: broken, timestamp: broken };
  }
  const receipt = attributes.get(RECEIPT_ATTRIBUTE);
  const token = attributes.get(OID.timestampToken);
  return {
    receipt: receipt === undefined ? { state: 'absent' } : readReceipt(receipt),
    timestamp: token === undefined ? { state: 'absent' } : await readTimestamp(token.der, cms, trust),
  };
}

function asBroken(error: unknown): { state: 'broken'; reason: string } {
  if (error instanceof DerError) return { state: 'broken', reason: error.message };
  throw error;
}

function readReceipt(node: DerNode): UnsignedReading['receipt'] {
  try {
    return { state: 'present', bytes: octetString(node) };
  } catch (error) {
    return asBroken(error);
  }
}

async function readTimestamp(
  der: Uint8Array,
  cms: SignedData,
  trust: TimestampTrust,
): Promise<Unsigned<TimestampReading>> {
  try {
    return { state: 'present', ...(await verifyTimestamp(der, cms, trust)) };
  } catch (error) {
    return asBroken(error);
  }
}

/** What reads timestamps is loaded with the first PDF that has one, as QR codes have none, and asked for once. */
let check: typeof TimestampCheck | undefined;

/** RFC 3161 §2.2: over this signature's value, within the life of its signer's certificate. */
async function verifyTimestamp(
  der: Uint8Array,
  { signature, signerCertificate }: SignedData,
  trust: TimestampTrust,
): Promise<TimestampReading> {
  check ??= await import('../der/timestamp-check.js');
  const { time, trusted } = await check.verifyTimestampToken(
    der,
    (algorithm) => platform.digest(algorithm, [signature]),
    trust,
  );
  if (time < signerCertificate.notBefore || time > signerCertificate.notAfter) {
    throw new DerError('a timestamp from outside the life of the signer’s certificate');
  }
  return { time, trusted };
}
