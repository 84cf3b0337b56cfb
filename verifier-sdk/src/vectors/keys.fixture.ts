/** The test keys of the vectors. All are published with their private parts: nobody may believe anything that they sign. */
import { KeyObject, createPrivateKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';

import { issuerKeyOf } from '../attestation/network.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import type { PublicJwk } from '../formats/jwk.js';
import { makeParty } from '../pdf/handmade.fixture.js';
import type { Party } from '../pdf/handmade.fixture.js';

type Jwk = JsonWebKey;

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** Private keys by name, as JWK; a name that is new gets a new key. */
export class VectorKeys {
  readonly #jwks: Map<string, Jwk>;

  constructor(known: Readonly<Record<string, Jwk>> = {}) {
    this.#jwks = new Map(Object.entries(known));
  }

  /** As they are published. */
  get all(): Readonly<Record<string, Jwk>> {
    return Object.fromEntries([...this.#jwks].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #jwk(name: string, isRsa = false): Jwk {
    const known = this.#jwks.get(name);
    if (known) return known;
    const { privateKey } = isRsa
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = privateKey.export({ format: 'jwk' });
    this.#jwks.set(name, made);
    return made;
  }

  async pair(name: string, isRsa = false): Promise<CryptoKeyPair> {
    const { d: _, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...open } = this.#jwk(name, isRsa);
    const load = (jwk: Jwk, use: 'sign' | 'verify') =>
      webcrypto.subtle.importKey('jwk', jwk, isRsa ? RSA : EC, true, [use]);
    const [privateKey, publicKey] = await Promise.all([
      load(this.#jwk(name, isRsa), 'sign'),
      load(open, 'verify'),
    ]);
    return { privateKey, publicKey } as CryptoKeyPair;
  }

  /** A key that signs what issuers sign. */
  async key(name: string, isRsa = false): Promise<TestKey> {
    const { privateKey, publicKey } = await this.pair(name, isRsa);
    const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', publicKey));
    return issuerKeyOf(KeyObject.from(privateKey), spki);
  }

  privateKey(name: string): KeyObject {
    return createPrivateKey({ key: this.#jwk(name), format: 'jwk' });
  }

  /** Exactly kty, crv, x and y. */
  publicJwk(name: string): PublicJwk {
    const { x, y } = this.#jwk(name) as { x: string; y: string };
    return { kty: 'EC', crv: 'P-256', x, y };
  }

  /** Who signs PDFs or timestamps: certified by an authority under a root, each with a key of this name. */
  async party(
    name: string,
    options: { rsa?: boolean; timestamps?: boolean; name?: string } = {},
  ): Promise<Party> {
    const pair = (of: string): Promise<CryptoKeyPair> => this.pair(of, options.rsa === true);
    const keys = [await pair(`${name}-root`), await pair(`${name}-authority`), await pair(name)] as const;
    return makeParty(options.name ?? name, { ...options, keys });
  }
}
