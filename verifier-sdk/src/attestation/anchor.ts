import { DerError, decodePem, isSignedBy, parseCertificate } from '../der/index.js';
import type { Certificate } from '../der/index.js';
import { equalBytes, fromBase64, toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { sha256Hex } from '../formats/hash.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { AttestationError } from './error.js';
import { readIdentity } from './payload.js';

interface Authority {
  readonly roots: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly revoked: ReadonlySet<string>;
}

/** A peer whose certificate was followed to a root of its own province. */
export interface Endorser {
  readonly mspId: string;
  readonly certificate: Certificate;
  /** The peer's first, the root last. */
  readonly chain: readonly Certificate[];
  /** SHA-256 (hex) of the DER of each certificate of the chain. */
  readonly fingerprints: readonly string[];
}

const maxEndorsers = 4096;
const longestChain = 4;

/** A trust anchor with its certificates parsed; remembers the peers that it has followed to a root. */
export class AnchorAuthorities {
  readonly anchor: TrustAnchor;
  readonly #provinces: ReadonlyMap<string, Authority>;
  readonly #known = new Map<string, Endorser>();

  constructor(anchor: TrustAnchor) {
    this.anchor = anchor;
    this.#provinces = new Map(
      anchor.provinces.map((province) => [
        province.mspId,
        {
          roots: province.roots.flatMap(readAuthority),
          intermediates: province.intermediates.flatMap(readAuthority),
          revoked: new Set(province.revoked),
        },
      ]),
    );
  }

  /** Whether the peer's certificate, or an authority between it and its root, is revoked. */
  isRevoked({ mspId, fingerprints }: Endorser): boolean {
    const revoked = this.#provinces.get(mspId)?.revoked ?? new Set();
    return fingerprints.some((fingerprint) => revoked.has(fingerprint));
  }

  /** The peer behind a SerializedIdentity, its chain's names, uses and signatures verified; dates are not. */
  async endorser(serializedIdentity: Uint8Array): Promise<Endorser> {
    const name = toHex(serializedIdentity);
    const known = this.#known.get(name);
    if (known) return known;
    const { mspId, pem } = readIdentity(serializedIdentity);
    const authority = this.#provinces.get(mspId);
    if (!authority)
      throw new AttestationError('ENDORSER_UNKNOWN', `${mspId} is no province of the trust anchor`);
    const certificate = readPeerCertificate(pem);
    const chain = await followChain(certificate, authority);
    if (!chain)
      throw new AttestationError('ENDORSER_CHAIN', `a peer's certificate does not end in a root of ${mspId}`);
    const fingerprints = await Promise.all(chain.map(({ der }) => sha256Hex(der)));
    const endorser = { mspId, certificate, chain, fingerprints };
    if (this.#known.size >= maxEndorsers) this.#known.clear();
    this.#known.set(name, endorser);
    return endorser;
  }
}

function readPeerCertificate(pem: string): Certificate {
  try {
    const [der, ...more] = decodePem(pem);
    if (!der || more.length > 0) throw new TypeError('not one certificate');
    return parseCertificate(der);
  } catch (cause) {
    throw new AttestationError('ATTESTATION_MALFORMED', "a peer's certificate cannot be read", { cause });
  }
}

/** `position`: how many CA certificates stand below this one (RFC 5280 §4.2.1.9). */
function mayIssue(authority: Certificate, certificate: Certificate, position: number): boolean {
  return (
    authority.isCa &&
    (authority.keyUsage === undefined || authority.keyUsage.has('keyCertSign')) &&
    (authority.pathLength === undefined || authority.pathLength >= position) &&
    equalBytes(certificate.issuer.der, authority.subject.der)
  );
}

/** From the peer up to a pinned root of its province, over that province's intermediates only. */
async function followChain(
  peer: Certificate,
  { roots, intermediates }: Authority,
): Promise<readonly Certificate[] | undefined> {
  const chain = [peer];
  for (let last = peer; chain.length < longestChain;) {
    const position = chain.length - 1;
    const by = await issuerAmong(last, roots, position);
    if (by) return [...chain, by];
    const next = await issuerAmong(last, intermediates, position);
    if (!next) return undefined;
    chain.push(next);
    last = next;
  }
  return undefined;
}

async function issuerAmong(
  certificate: Certificate,
  authorities: readonly Certificate[],
  position: number,
): Promise<Certificate | undefined> {
  for (const authority of authorities) {
    if (mayIssue(authority, certificate, position) && (await isSignedBy(certificate, authority)))
      return authority;
  }
  return undefined;
}

/** An authority that cannot be read harms its province, which nobody can then follow to it, and no other. */
function readAuthority(text: string): readonly Certificate[] {
  try {
    return [parseCertificate(fromBase64(text))];
  } catch (error) {
    if (error instanceof DerError || error instanceof FormatError) return [];
    throw error;
  }
}

const compiled = new WeakMap<TrustAnchor, AnchorAuthorities>();

/** The anchor's authorities, parsed once for each anchor object. */
export function authoritiesOf(anchor: TrustAnchor): AnchorAuthorities {
  const known = compiled.get(anchor);
  if (known) return known;
  const made = new AnchorAuthorities(anchor);
  compiled.set(anchor, made);
  return made;
}
