import { toLowS } from '@certbridge/verifier-sdk/formats';
import { OID, nullValue, octetString, oid, sequence, sha256 } from '../../../cms/index.js';
import { KeyModuleDown } from '../../errors.js';
import type { PrivateKey, SignatureAlgorithm } from '../../signer.js';
import { kidOf, publicKeyOf, suites } from '../../suites.js';
import type { KeptKey, KeyBackend, MadeKey } from '../backend.js';
import type { KeyModule } from './key-module.js';

/** What goes into a mechanism and what comes out of it: not every module hashes (SoftHSM has no CKM_ECDSA_SHA256). */
interface Mechanism {
  readonly input: (data: Uint8Array) => Uint8Array;
  readonly output: (signature: Uint8Array) => Uint8Array;
}

const mechanisms: Readonly<Record<SignatureAlgorithm, Mechanism>> = {
  ES256: { input: sha256, output: toLowS },
  RS256: {
    // A DigestInfo (RFC 8017 §9.2).
    input: (data) => sequence(sequence(oid(OID.sha256), nullValue), octetString(sha256(data))),
    output: (signature) => signature,
  },
};

/** Private keys that never leave a token. Their references are their CKA_ID, in hex. */
export class TokenKeys implements KeyBackend {
  readonly #module: KeyModule;

  constructor(module: KeyModule) {
    this.#module = module;
  }

  async create(algorithm: SignatureAlgorithm): Promise<MadeKey> {
    const { id, spki } = await this.#module.create(algorithm);
    const kept = { kid: kidOf(spki), algorithm, spki, reference: id };
    return { key: new TokenKey(this.#module, kept), reference: id };
  }

  /** Asks nothing of the token: it may be away. */
  open(kept: KeptKey): Promise<PrivateKey> {
    return Promise.resolve(new TokenKey(this.#module, kept));
  }
}

class TokenKey implements PrivateKey {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly #module: KeyModule;
  readonly #id: string;

  constructor(module: KeyModule, { kid, algorithm, spki, reference = '' }: KeptKey) {
    this.#module = module;
    this.kid = kid;
    this.algorithm = algorithm;
    this.spki = spki;
    this.#id = reference;
  }

  async sign(data: Uint8Array): Promise<Uint8Array> {
    const { input, output } = mechanisms[this.algorithm];
    const signature = output(await this.#module.sign(this.algorithm, this.#id, input(data)));
    // A module that is worn, wrongly set up or another's is found out before anything relies on it.
    if (!suites[this.algorithm].verify(data, publicKeyOf(this.spki), signature)) {
      throw new KeyModuleDown(`its signature does not verify under the key ${this.kid}.`);
    }
    return signature;
  }
}
