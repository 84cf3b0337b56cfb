import { createPublicKey, randomBytes } from 'node:crypto';
import { toLowS } from '@certbridge/verifier-sdk/formats';
import { OID, octetString, oid, nullValue, sequence, sha256 } from '../../../cms/index.js';
import { KeyModuleDown } from '../../errors.js';
import type { PrivateKey, SignatureAlgorithm } from '../../signer.js';
import { RSA_BITS, kidOf, publicKeyOf, suites } from '../../suites.js';
import type { KeptKey, KeyBackend, MadeKey } from '../backend.js';
import type { Connection } from './connection.js';
import type { Attribute, Cryptoki, Handle } from './library.js';
import type { Token } from './token.js';

/** Types of PKCS#11 2.40, by their names there. */
const CK = {
  CLASS: 0,
  TOKEN: 1,
  PRIVATE: 2,
  LABEL: 3,
  KEY_TYPE: 0x100,
  ID: 0x102,
  SENSITIVE: 0x103,
  SIGN: 0x108,
  VERIFY: 0x10a,
  MODULUS: 0x120,
  MODULUS_BITS: 0x121,
  PUBLIC_EXPONENT: 0x122,
  EXTRACTABLE: 0x162,
  EC_PARAMS: 0x180,
  EC_POINT: 0x181,
  PRIVATE_KEY: 3,
} as const;

/** What a token is asked for, by algorithm; SM2 has CKM_VENDOR numbers of its own maker. */
interface TokenSuite {
  readonly generation: number;
  readonly parameters: readonly Attribute[];
  readonly signing: number;
  /** What is signed: not every module hashes (SoftHSM has no CKM_ECDSA_SHA256). */
  readonly input: (data: Uint8Array) => Uint8Array;
  readonly output: (signature: Uint8Array) => Uint8Array;
  spki(library: Cryptoki, session: Handle, publicKey: Handle): Buffer;
}

const P256 = Buffer.from(oid('1.2.840.10045.3.1.7'));
const COORDINATE = 32;

const tokenSuites: Readonly<Record<SignatureAlgorithm, TokenSuite>> = {
  ES256: {
    generation: 0x1040, // CKM_EC_KEY_PAIR_GEN
    parameters: [{ type: CK.EC_PARAMS, value: P256 }],
    signing: 0x1041, // CKM_ECDSA: r‖s
    input: sha256,
    output: toLowS,
    spki(library, session, publicKey) {
      const point = attribute(library, session, publicKey, CK.EC_POINT);
      // An OCTET STRING around the point (PKCS#11 §2.3.3); some modules give the point itself.
      const xy = point.subarray(-2 * COORDINATE);
      const [x, y] = [xy.subarray(0, COORDINATE), xy.subarray(COORDINATE)].map(base64url);
      return spkiOf({ kty: 'EC', crv: 'P-256', x, y });
    },
  },
  RS256: {
    generation: 0, // CKM_RSA_PKCS_KEY_PAIR_GEN
    parameters: [
      { type: CK.MODULUS_BITS, value: RSA_BITS.made },
      { type: CK.PUBLIC_EXPONENT, value: Buffer.of(1, 0, 1) },
    ],
    signing: 1, // CKM_RSA_PKCS over a DigestInfo (RFC 8017 §9.2)
    input: (data) => sequence(sequence(oid(OID.sha256), nullValue), octetString(sha256(data))),
    output: (signature) => signature,
    spki(library, session, publicKey) {
      const [n, e] = [CK.MODULUS, CK.PUBLIC_EXPONENT].map((type) =>
        base64url(attribute(library, session, publicKey, type)),
      );
      return spkiOf({ kty: 'RSA', n, e });
    },
  },
};

const LONGEST_SIGNATURE = 512;
const ID_BYTES = 16;

/** Private keys that never leave a token. Their references are their CKA_ID, in hex. */
export class TokenKeys implements KeyBackend {
  readonly #token: Token;

  constructor(token: Token) {
    this.#token = token;
  }

  create(algorithm: SignatureAlgorithm): Promise<MadeKey> {
    const suite = tokenSuites[algorithm];
    const id = randomBytes(ID_BYTES);
    const named: readonly Attribute[] = [
      { type: CK.TOKEN, value: true },
      { type: CK.ID, value: id },
      { type: CK.LABEL, value: 'certbridge' },
    ];
    return this.#token.use(({ library }, session) => {
      const pair = library.C_GenerateKeyPair(
        session,
        { mechanism: suite.generation, parameter: null },
        [...named, { type: CK.VERIFY, value: true }, ...suite.parameters],
        [
          ...named,
          { type: CK.PRIVATE, value: true },
          { type: CK.SENSITIVE, value: true },
          { type: CK.EXTRACTABLE, value: false },
          { type: CK.SIGN, value: true },
        ],
      );
      const spki = new Uint8Array(suite.spki(library, session, pair.publicKey));
      const reference = id.toString('hex');
      const kept = { kid: kidOf(spki), algorithm, spki, reference };
      return { key: new TokenKey(this.#token, kept), reference };
    });
  }

  /** Asks nothing of the token: it may be away. */
  open(kept: KeptKey): Promise<PrivateKey> {
    return Promise.resolve(new TokenKey(this.#token, kept));
  }
}

class TokenKey implements PrivateKey {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly #token: Token;
  readonly #id: string;

  constructor(token: Token, { kid, algorithm, spki, reference = '' }: KeptKey) {
    this.#token = token;
    this.kid = kid;
    this.algorithm = algorithm;
    this.spki = spki;
    this.#id = reference;
  }

  async sign(data: Uint8Array): Promise<Uint8Array> {
    const { signing, input, output } = tokenSuites[this.algorithm];
    const digest = Buffer.from(input(data));
    const made = await this.#token.use(async (connection, session) => {
      const key = privateKey(connection, session, this.#id);
      connection.library.C_SignInit(session, { mechanism: signing, parameter: null }, key);
      return connection.library.C_SignAsync(session, digest, Buffer.alloc(LONGEST_SIGNATURE));
    });
    const signature = output(new Uint8Array(made));
    // A module that is worn, wrongly set up or another's is found out before anything relies on it.
    if (!suites[this.algorithm].verify(data, publicKeyOf(this.spki), signature)) {
      throw new KeyModuleDown(`its signature does not verify under the key ${this.kid}.`);
    }
    return signature;
  }
}

function privateKey({ library, keys }: Connection, session: Handle, id: string): Handle {
  const known = keys.get(id);
  if (known) return known;
  library.C_FindObjectsInit(session, [
    { type: CK.CLASS, value: CK.PRIVATE_KEY },
    { type: CK.ID, value: Buffer.from(id, 'hex') },
  ]);
  const [found] = library.C_FindObjects(session, 1);
  library.C_FindObjectsFinal(session);
  if (!found) throw new Error(`the token has no private key with the id ${id}`);
  keys.set(id, found);
  return found;
}

function attribute(library: Cryptoki, session: Handle, object: Handle, type: number): Buffer {
  const [read] = library.C_GetAttributeValue(session, object, [{ type }]);
  return read?.value ?? Buffer.alloc(0);
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url');
const spkiOf = (key: object): Buffer =>
  createPublicKey({ key: key as never, format: 'jwk' }).export({ type: 'spki', format: 'der' });
