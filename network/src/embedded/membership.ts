import { createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { X509Certificate as ParsedCertificate } from '@peculiar/x509';
import { msp } from '@hyperledger/fabric-protos';
import { signLowS, verifyLowS } from '../identities/index.js';
import type { NodeRole } from '../identities/index.js';
import { make } from './message.js';

/** A province as the channel knows it: its MSP id and the certificates of its authority. */
export interface Member {
  readonly mspId: string;
  readonly roots: readonly string[];
}

/** An identity that chains to its province's authority and carries exactly one node OU. */
export interface Identity {
  readonly mspId: string;
  readonly role: NodeRole;
  readonly notAfter: Date;
  verify(data: Uint8Array, signature: Uint8Array): boolean;
}

const ROLES: readonly string[] = ['peer', 'client', 'admin', 'orderer'] satisfies NodeRole[];
const CACHED = 1_000;

/** `SerializedIdentity`: the bytes by which Fabric names a creator or an endorser. */
function serializeIdentity(mspId: string, certificate: string): Uint8Array {
  return make(new msp.SerializedIdentity(), (identity) => {
    identity.setMspid(mspId);
    identity.setIdBytes(Buffer.from(certificate));
  }).serializeBinary();
}

/** The MSP id that identity bytes claim, or '' when they are not an identity at all. */
export function claimedMsp(serialized: Uint8Array): string {
  try {
    return msp.SerializedIdentity.deserializeBinary(serialized).getMspid();
  } catch {
    return '';
  }
}

function nodeRole(certificate: X509Certificate): NodeRole {
  const units = new ParsedCertificate(certificate.raw).subjectName.getField('OU');
  const roles = units.filter((unit) => ROLES.includes(unit));
  if (roles.length !== 1)
    throw new Error('the identity must be a client, a peer, an orderer or an admin identity');
  return roles[0] as NodeRole;
}

/** The channel's MSPs: tells whose identity bytes are and what they may do. */
export class Membership {
  readonly #roots: ReadonlyMap<string, readonly X509Certificate[]>;
  readonly #cache = new Map<string, Identity>();

  constructor(members: readonly Member[]) {
    this.#roots = new Map(
      members.map(({ mspId, roots }) => [mspId, roots.map((root) => new X509Certificate(root))] as const),
    );
  }

  get mspIds(): string[] {
    return [...this.#roots.keys()];
  }

  /**
   * Reads and checks identity bytes: known MSP, certificate issued by its root, one node OU. Like Fabric's MSP it
   * does not look at expiry, which is a separate check where proposals and transactions come in.
   * @throws Error when any of it fails
   */
  identity(serialized: Uint8Array): Identity {
    const key = createHash('sha256').update(serialized).digest('base64');
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const identity = this.#check(msp.SerializedIdentity.deserializeBinary(serialized));
    if (this.#cache.size >= CACHED) this.#cache.clear();
    this.#cache.set(key, identity);
    return identity;
  }

  #check(serialized: InstanceType<typeof msp.SerializedIdentity>): Identity {
    const mspId = serialized.getMspid();
    const roots = this.#roots.get(mspId);
    if (roots === undefined) throw new Error(`MSP ${mspId} is unknown`);
    const certificate = new X509Certificate(Buffer.from(serialized.getIdBytes_asU8()));
    const issuer = roots.find((root) => certificate.checkIssued(root) && certificate.verify(root.publicKey));
    if (issuer === undefined || certificate.ca) throw new Error(`the certificate was not issued by ${mspId}`);
    const { publicKey } = certificate;
    return {
      mspId,
      role: nodeRole(certificate),
      notAfter: new Date(certificate.validTo),
      verify: (data, signature) => verifyLowS(publicKey, data, signature),
    };
  }
}

/** Signs in a province's name. */
export class Signer {
  readonly mspId: string;
  readonly serialized: Uint8Array;
  readonly #key: KeyObject;

  constructor(mspId: string, certificate: string, key: KeyObject) {
    this.mspId = mspId;
    this.serialized = serializeIdentity(mspId, certificate);
    this.#key = key;
  }

  sign(data: Uint8Array): Buffer {
    return signLowS(this.#key, data);
  }
}
