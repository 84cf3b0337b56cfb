import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KeyUse } from '@certbridge/verifier-sdk/formats';
import { writeFileAtomically } from '../../platform/files/index.js';
import { DocumentCa, newEcKey, writeKey } from './document-ca.js';
import { serialNumberOf } from './x509.js';
import { SigningError } from './errors.js';
import { KeyObjectSigner } from './key-signer.js';
import { toPem } from '../cms/index.js';
import type { SignatureAlgorithm, Signer } from './signer.js';

export interface KeyStoreOptions {
  /**
   * Public address of the authority's files, written into every certificate, e.g. `https://host/ca`. Undefined
   * where there is none: an address that an outside validator cannot reach makes some of them refuse the certificate.
   */
  readonly caBaseUrl: string | undefined;
  /** Who runs the authority; named in its certificates. */
  readonly organisation?: string;
}

/** An organisation that signs, by its GB 32100 code. */
export interface KeyOwner {
  readonly code: string;
  readonly name: string;
}

/** Certificates and revocation lists that a validator needs and may not be able to fetch. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** What an issuer's key signs, and nothing else: QR codes and PDFs, or credentials. */
export type SigningUse = Extract<KeyUse, 'certificate' | 'credential'>;

interface KeyRecord {
  readonly kid: string;
  readonly issuer: string;
  readonly use: SigningUse;
  readonly algorithm: SignatureAlgorithm;
  readonly createdAt: string;
  /** Base64 DER, leaf first. */
  readonly chain: readonly string[];
}

const chainOf = ({ chain }: KeyRecord): Uint8Array[] =>
  chain.map((der) => new Uint8Array(Buffer.from(der, 'base64')));

interface HeldKey {
  readonly record: KeyRecord;
  readonly signer: Signer;
}

const generate = promisify(generateKeyPair);
const DEFAULT_ORGANISATION = '证桥示例证照服务中心';

async function newKey(algorithm: SignatureAlgorithm): Promise<KeyObject> {
  return algorithm === 'ES256' ? newEcKey() : (await generate('rsa', { modulusLength: 3072 })).privateKey;
}

/** Issuers' private keys in files of one folder (0600, PKCS#8), with the authority that certifies them. */
export class KeyStore {
  readonly #dir: string;
  readonly #ca: DocumentCa;
  readonly #keys = new Map<string, HeldKey>();

  private constructor(dir: string, ca: DocumentCa) {
    this.#dir = dir;
    this.#ca = ca;
  }

  /** Opens the store in `dir`, making it and its authority on the first start. */
  static async open(dir: string, options: KeyStoreOptions): Promise<KeyStore> {
    const keys = join(dir, 'issuers');
    await mkdir(keys, { recursive: true, mode: 0o700 });
    const ca = await DocumentCa.open(join(dir, 'ca'), {
      baseUrl: options.caBaseUrl,
      organisation: options.organisation ?? DEFAULT_ORGANISATION,
    });
    const store = new KeyStore(keys, ca);
    for (const file of await readdir(keys)) {
      if (file.endsWith('.json')) await store.#load(file);
    }
    return store;
  }

  async #load(file: string): Promise<void> {
    const path = join(this.#dir, file);
    try {
      const held = JSON.parse(await readFile(path, 'utf8')) as KeyRecord;
      const key = createPrivateKey(await readFile(path.replace(/\.json$/, '.key.pem')));
      const chain = await this.#ca.current(createPublicKey(key), chainOf(held));
      const record = { ...held, chain: chain.map((der) => Buffer.from(der).toString('base64')) };
      if (record.chain[0] !== held.chain[0])
        await writeFileAtomically(path, `${JSON.stringify(record, null, 2)}\n`, 0o600);
      this.#hold(record, key);
    } catch (cause) {
      throw new SigningError('KEY_STORE_UNREADABLE', `The key described by ${file} cannot be read.`, {
        cause,
      });
    }
  }

  #hold(record: KeyRecord, key: KeyObject): Signer {
    const signer = new KeyObjectSigner(key, chainOf(record));
    this.#keys.set(record.kid, { record, signer });
    return signer;
  }

  /** Makes a key and its certificate for an issuer. The ledger must hear of it before anything it signs is anchored. */
  async createIssuerKey(issuer: KeyOwner, use: SigningUse, algorithm: SignatureAlgorithm): Promise<Signer> {
    if (!/^[0-9A-Z]{18}$/.test(issuer.code) || issuer.name.length === 0) {
      throw new SigningError('ISSUER_INVALID', 'An issuer has an 18-character GB 32100 code and a name.');
    }
    const key = await newKey(algorithm);
    const chain = await this.#ca.certify(createPublicKey(key), {
      organisation: issuer.name,
      organisationIdentifier: `NTRCN-${issuer.code}`,
      commonName: issuer.name,
    });
    const { kid } = new KeyObjectSigner(key, chain);
    const record: KeyRecord = {
      kid,
      issuer: issuer.code,
      use,
      algorithm,
      createdAt: new Date().toISOString(),
      chain: chain.map((der) => Buffer.from(der).toString('base64')),
    };
    await writeKey(join(this.#dir, `${kid}.key.pem`), key);
    // The description comes last and whole: a crash in between leaves an unused key, never a half-known one.
    await writeFileAtomically(join(this.#dir, `${kid}.json`), `${JSON.stringify(record, null, 2)}\n`, 0o600);
    return this.#hold(record, key);
  }

  /** @throws SigningError `KEY_UNKNOWN` */
  signer(kid: string): Signer {
    return this.#held(kid).signer;
  }

  /** An issuer's keys of one use, oldest first. */
  signersOf(issuerCode: string, use: SigningUse): Signer[] {
    return [...this.#keys.values()]
      .filter(({ record }) => record.issuer === issuerCode && record.use === use)
      .sort((a, b) => (a.record.createdAt < b.record.createdAt ? -1 : 1))
      .map(({ signer }) => signer);
  }

  /** Puts a key's certificate on the revocation list, beside `RevokeKey` on the ledger. */
  async revoke(kid: string, keyCompromised: boolean): Promise<void> {
    const [leaf] = this.#held(kid).signer.chain;
    if (leaf) await this.#ca.revoke(serialNumberOf(leaf), keyCompromised);
  }

  #held(kid: string): HeldKey {
    const held = this.#keys.get(kid);
    if (!held) throw new SigningError('KEY_UNKNOWN', `There is no signing key ${kid} in this store.`);
    return held;
  }

  /** Signs timestamps for the embedded authority; of no other use. */
  get timestampSigner(): Signer {
    return this.#ca.timestampSigner;
  }

  /** The chain of `signer` and the current revocation lists: what goes into a PDF before it is signed. */
  async validationData(signer: Signer): Promise<ValidationData> {
    await this.#ca.refresh();
    return { certificates: signer.chain, crls: this.#ca.crls };
  }

  /** Files to serve under the address given as `caBaseUrl`: `root.cer`, `root.crl`, `issuing.cer`, `issuing.crl`. */
  publicFile(name: string): Uint8Array | undefined {
    return this.#ca.publicFiles.get(name);
  }

  /** Roots of the PDF signers and of the timestamps, for outside validators. */
  documentRootsPem(): string {
    return toPem(this.#ca.root, 'CERTIFICATE');
  }
}
