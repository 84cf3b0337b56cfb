import { createPublicKey, randomBytes } from 'node:crypto';
import { oid } from '../../../cms/index.js';
import type { SignatureAlgorithm } from '../../signer.js';
import { RSA_BITS } from '../../suites.js';
import type { Connection } from './connection.js';
import type { KeyModule, MadeInModule, ModuleState } from './key-module.js';
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
  spki(library: Cryptoki, session: Handle, publicKey: Handle): Buffer;
}

const P256 = Buffer.from(oid('1.2.840.10045.3.1.7'));
const COORDINATE = 32;

const tokenSuites: Readonly<Record<SignatureAlgorithm, TokenSuite>> = {
  ES256: {
    generation: 0x1040, // CKM_EC_KEY_PAIR_GEN
    parameters: [{ type: CK.EC_PARAMS, value: P256 }],
    signing: 0x1041, // CKM_ECDSA: r‖s
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
    signing: 1, // CKM_RSA_PKCS
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

/** The module that this process has loaded: all calls but the signing itself hold up whoever makes them. */
export class TokenModule implements KeyModule {
  readonly #token: Token;

  constructor(token: Token) {
    this.#token = token;
  }

  create(algorithm: SignatureAlgorithm): Promise<MadeInModule> {
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
      return { id: id.toString('hex'), spki: new Uint8Array(suite.spki(library, session, pair.publicKey)) };
    });
  }

  sign(algorithm: SignatureAlgorithm, id: string, input: Uint8Array): Promise<Uint8Array> {
    const mechanism = { mechanism: tokenSuites[algorithm].signing, parameter: null };
    return this.#token.use(async (connection, session) => {
      const key = privateKey(connection, session, id);
      connection.library.C_SignInit(session, mechanism, key);
      const room = Buffer.alloc(LONGEST_SIGNATURE);
      return new Uint8Array(await connection.library.C_SignAsync(session, Buffer.from(input), room));
    });
  }

  state(): Promise<ModuleState> {
    return this.#token.state();
  }

  close(): Promise<void> {
    return this.#token.close();
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
