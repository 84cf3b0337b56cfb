import { DerError, DerReader, TAG, openDer, readDer } from './der';
import type { DerNode } from './der';
import * as value from './der-values';
import { isP256 } from './spki';

/*
 * The certificates of authorities that a trust anchor may name: what the SDK's reader (src/der/certificate.ts)
 * takes, and no more, so that no anchor can be enacted which a verifier cannot use. Shared vectors hold both to it.
 */

/** What is asked of a certificate of an authority. */
export interface CaCertificate {
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
}

const context = (n: number, constructed = true): number => 0x80 | (constructed ? 0x20 : 0) | n;

/** The whole AlgorithmIdentifier of ecdsa-with-SHA256, without parameters (RFC 5758 §3.2). */
const ECDSA_SHA256 = '300a06082a8648ce3d040302';
const BASIC_CONSTRAINTS = '551d13';
const KEY_USAGE = '551d0f';
const KEY_CERT_SIGN = 0x04;
/** Extensions that decide something: the only ones that may be critical (RFC 5280 §4.2). */
const CRITICAL: readonly string[] = [BASIC_CONSTRAINTS, KEY_USAGE];

/** The others that the SDK reads: they must be well-formed. */
const READERS: Readonly<Record<string, (bytes: Buffer) => void>> = {
  '551d25': (bytes) => {
    openDer(bytes).rest(32).forEach(value.oid);
  },
  '551d0e': (bytes) => {
    value.octetString(readDer(bytes));
  },
  '551d23': (bytes) => {
    openDer(bytes).optional(context(0, false));
  },
};

/**
 * Reads a certificate of an authority: version 3, a P-256 key in its one encoding, signed with ECDSA and SHA-256,
 * basicConstraints that say CA, keyUsage with keyCertSign where it says anything, nothing else critical.
 *
 * @throws DerError
 */
export function readCaCertificate(der: Buffer): CaCertificate {
  const outer = openDer(der);
  const tbs = new DerReader(outer.read(TAG.sequence).contents);
  const algorithm = outer.read(TAG.sequence).der.toString('hex');
  if (value.bitString(outer.read(TAG.bitString)).unused !== 0)
    throw new DerError('a signature that is not whole octets');
  outer.end();
  const version = tbs.open(context(0));
  if (value.smallInteger(version.read(TAG.integer)) !== 2)
    throw new DerError('a certificate that is not version 3');
  version.end();
  value.checkInteger(tbs.read(TAG.integer));
  if (algorithm !== ECDSA_SHA256 || tbs.read(TAG.sequence).der.toString('hex') !== algorithm)
    throw new DerError('a signature that is not ECDSA with SHA-256');
  checkName(tbs.read(TAG.sequence));
  const validity = tbs.open();
  value.checkTime(validity.next());
  value.checkTime(validity.next());
  validity.end();
  checkName(tbs.read(TAG.sequence));
  const spki = tbs.read(TAG.sequence).der;
  if (!isP256(spki)) throw new DerError('a key that is not on P-256');
  checkExtensions(tbs.open(context(3)));
  tbs.end();
  return { spki };
}

function checkName(node: DerNode): void {
  for (const set of new DerReader(node.contents).rest(32)) {
    if (set.tag !== TAG.set) throw new DerError('a name that is not a sequence of sets');
    for (const pair of new DerReader(set.contents).rest(8)) {
      const reader = openDer(pair.der);
      value.oid(reader.read(TAG.oid));
      value.checkText(reader.next());
      reader.end();
    }
  }
}

function checkExtensions(wrapper: DerReader): void {
  const nodes = wrapper.open().rest(32);
  wrapper.end();
  const extensions = new Map<string, Buffer>();
  for (const node of nodes) {
    const reader = openDer(node.der);
    const name = value.oid(reader.read(TAG.oid));
    const flag = reader.optional(TAG.boolean);
    const isCritical = flag !== undefined && value.boolean(flag);
    const content = value.octetString(reader.read(TAG.octetString));
    reader.end();
    if (extensions.has(name)) throw new DerError('an extension twice');
    if (isCritical && !CRITICAL.includes(name))
      throw new DerError('a critical extension that decides nothing here');
    extensions.set(name, content);
    READERS[name]?.(content);
  }
  checkAuthority(extensions.get(BASIC_CONSTRAINTS), extensions.get(KEY_USAGE));
}

function checkAuthority(constraints: Buffer | undefined, usage: Buffer | undefined): void {
  if (constraints === undefined) throw new DerError('a certificate without basicConstraints');
  const reader = openDer(constraints);
  const isCa = reader.optional(TAG.boolean);
  const pathLength = reader.optional(TAG.integer);
  reader.end();
  if (pathLength !== undefined) value.smallInteger(pathLength);
  if (isCa === undefined || !value.boolean(isCa)) throw new DerError('a certificate of no authority');
  if (usage !== undefined && ((value.bitString(readDer(usage)).bytes[0] ?? 0) & KEY_CERT_SIGN) === 0)
    throw new DerError('a key that may not sign certificates');
}
