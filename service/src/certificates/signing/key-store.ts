import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Turns } from '../../platform/waiting/index.js';
import { toPem } from '../cms/index.js';
import type { BackendName, KeyBackend } from './backends/backend.js';
import { FileKeys } from './backends/file-keys.js';
import { readOrMakePassphrase, readPassphrase } from './backends/passphrase.js';
import { readKeyFile } from './backends/pkcs12.js';
import { NO_TOKEN } from './backends/no-token.js';
import { Pkcs12Keys } from './backends/pkcs12-keys.js';
import { ModuleProcess, TokenKeys } from './backends/pkcs11/index.js';
import type { ModuleState } from './backends/pkcs11/index.js';
import { certified, withPresentAddresses } from './certification.js';
import { CertifiedKey } from './certified-key.js';
import { chainFor } from './chains.js';
import { DocumentCa } from './document-ca.js';
import {
  AuthorityNotEmbedded,
  KeyUnusable,
  SigningError,
  certificateOfOtherKey,
  keyAlreadyHere,
} from './errors.js';
import { describeKey } from './key-description.js';
import type { KeyDescription } from './key-description.js';
import { subjectOf } from './key-owner.js';
import type { KeyOwner } from './key-owner.js';
import { KeyRecords } from './key-record.js';
import type { KeyStoreOptions, ValidationData } from './key-store-options.js';
import type { KeptUse, KeyRecord, SigningUse } from './key-record.js';
import { certificateRequest } from './pkcs10.js';
import { RevocationLists } from './revocation-lists.js';
import type { PrivateKey, SignatureAlgorithm, Signer } from './signer.js';
import { importedKey } from './software-key.js';
import { certifiedBy, signerNamedIn } from './x509.js';

interface HeldKey {
  readonly record: KeyRecord;
  readonly signer: Signer;
  /** Read once: this is asked for every document. Undefined for a hall's key, which signs none. */
  readonly description: KeyDescription | undefined;
}

const DEFAULT_ORGANISATION = '证桥示例证照服务中心';

/** Issuers' private keys wherever they lie, what is known of them in one folder, and the authority that certifies them. */
export class KeyStore {
  readonly #records: KeyRecords;
  /** Undefined where nothing is embedded. */
  readonly #ca: DocumentCa | undefined;
  readonly #certifies: boolean;
  readonly #lists = new RevocationLists();
  readonly #keys = new Map<string, HeldKey>();
  readonly #turns = new Turns();
  readonly #files: FileKeys;
  readonly #keyFiles: Pkcs12Keys;
  readonly #token: ModuleProcess | undefined;
  readonly #tokenKeys: TokenKeys | undefined;

  private constructor(
    dir: string,
    ca: DocumentCa | undefined,
    passphrase: string,
    { token, certifies = true }: KeyStoreOptions,
  ) {
    this.#records = new KeyRecords(dir);
    this.#ca = ca;
    this.#certifies = certifies;
    this.#files = new FileKeys(dir, passphrase);
    this.#keyFiles = new Pkcs12Keys(dir, passphrase);
    this.#token = token && new ModuleProcess(token);
    this.#tokenKeys = this.#token && new TokenKeys(this.#token);
  }

  /** Opens the store in `dir`, making it and its authority on the first start. A hardware module may be away. */
  static async open(dir: string, options: KeyStoreOptions): Promise<KeyStore> {
    const keys = join(dir, 'issuers');
    await mkdir(keys, { recursive: true, mode: 0o700 });
    const { passphraseFile } = options;
    const passphrase =
      passphraseFile === undefined
        ? await readOrMakePassphrase(join(dir, 'passphrase'))
        : await readPassphrase(passphraseFile);
    const isEmbedded = options.certifies !== false || options.stamps !== false;
    const ca = isEmbedded
      ? await DocumentCa.open(join(dir, 'ca'), {
          baseUrl: options.caBaseUrl,
          organisation: options.organisation ?? DEFAULT_ORGANISATION,
          passphrase,
        })
      : undefined;
    const store = new KeyStore(keys, ca, passphrase, options);
    await store.refresh();
    return store;
  }

  /** Reads what was added to the folder or changed in it since: by another replica, or from a backup. */
  refresh(): Promise<void> {
    return this.#inTurn(() => Promise.resolve());
  }

  /** What changes a key goes on from its latest description, whichever replica wrote it; one after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      await this.#records.eachChanged((file) => this.#load(file));
      return work();
    });
  }

  async #load(file: string): Promise<void> {
    try {
      const read = await this.#records.read(file);
      const { spki = (await this.#files.read(read.kid)).spki } = read;
      const known: KeyRecord = { ...read, spki };
      const record = this.#ca
        ? await withPresentAddresses({ ca: this.#ca, records: this.#records }, known)
        : known;
      if (record !== known || read.spki === undefined) await this.#records.write(record);
      this.#hold(record, await this.#backend(record.backend).open(record));
    } catch (cause) {
      throw new SigningError('KEY_STORE_UNREADABLE', `The key described by ${file} cannot be read.`, {
        cause,
      });
    }
  }

  #backend(name: BackendName): Pick<KeyBackend, 'open'> {
    if (name === 'file') return this.#files;
    if (name === 'pkcs12') return this.#keyFiles;
    return this.#tokenKeys ?? NO_TOKEN;
  }

  #hold(record: KeyRecord, key: PrivateKey): Signer {
    const signer = new CertifiedKey(key, record.chain);
    this.#keys.set(record.kid, { record, signer, description: describeKey(record) });
    return signer;
  }

  /** Makes a key and its certificate for an issuer. The ledger must hear of it before anything it signs is anchored. */
  async createIssuerKey(issuer: KeyOwner, use: SigningUse, algorithm: SignatureAlgorithm): Promise<Signer> {
    const subject = subjectOf(issuer);
    const authority = this.#certifies ? this.#ca : undefined;
    // Verifiers know credentials' keys by the ledger alone: those need no certificate.
    if (!authority && use === 'certificate') throw new AuthorityNotEmbedded();
    const made = await this.#make(issuer, use, algorithm);
    const chain = authority
      ? await certified({ ca: authority, records: this.#records }, made.key, subject)
      : [];
    return this.#keep({ ...made.record, chain }, made.key);
  }

  /** Makes a key of a hall, known by what the hall publishes: no authority certifies it. */
  async createHallKey(hall: KeyOwner): Promise<Signer> {
    subjectOf(hall);
    const { record, key } = await this.#make(hall, 'relying-party', 'ES256');
    return this.#keep(record, key);
  }

  /** A hall's keys, newest first. */
  async hallSigners(code: string): Promise<Signer[]> {
    // Another replica may have made one meanwhile.
    await this.refresh();
    return [...this.#keys.values()]
      .filter(({ record }) => record.issuer === code && record.use === 'relying-party')
      .sort((a, b) => b.record.createdAt.localeCompare(a.record.createdAt))
      .map(({ signer }) => signer);
  }

  /**
   * An issuer has another name: its keys that this store's authority certified get certificates that say so. What
   * was signed before keeps the old one; a department's own authority is asked for a new certificate.
   */
  async rename(issuer: KeyOwner): Promise<void> {
    const authority = this.#certifies ? this.#ca : undefined;
    if (!authority) return;
    const subject = subjectOf(issuer);
    await this.#inTurn(async () => {
      for (const { record, signer } of [...this.#keys.values()]) {
        const [leaf] = record.chain;
        if (record.issuer !== issuer.code || record.revokedAt !== undefined || !leaf) continue;
        if (!authority.issued(leaf) || signerNamedIn(leaf).organisation === subject.organisation) continue;
        const chain = await certified({ ca: authority, records: this.#records }, record, subject);
        await this.#keep({ ...record, chain }, signer);
      }
    });
  }

  /**
   * Makes a key that a department's own authority is to certify.
   * @returns its kid, and the certificate request (PKCS#10) in PEM
   */
  async request(
    issuer: KeyOwner,
    use: SigningUse,
    algorithm: SignatureAlgorithm,
  ): Promise<{ readonly kid: string; readonly request: string }> {
    const subject = subjectOf(issuer);
    const { record, key } = await this.#make(issuer, use, algorithm);
    const request = await certificateRequest(key, { country: 'CN', ...subject });
    await this.#keep(record, key);
    return { kid: key.kid, request };
  }

  /**
   * Takes the answer of an authority to a request of this store.
   * @param certificates DER, in any order: the key's and those of its issuers up to the root
   * @throws KeyRefused
   */
  certify(issuer: KeyOwner, certificates: readonly Uint8Array[], now = new Date()): Promise<Signer> {
    return this.#inTurn(() => {
      const keys = certificates.map((der) => Buffer.from(certifiedBy(der).spki));
      const held = [...this.#keys.values()].find(
        ({ record }) => record.issuer === issuer.code && keys.some((spki) => spki.equals(record.spki)),
      );
      if (!held) throw certificateOfOtherKey(issuer.code);
      const chain = chainFor(held.record.spki, certificates, now);
      return this.#keep({ ...held.record, chain }, held.signer);
    });
  }

  /**
   * Takes a key with its certificates from a PKCS#12 file of a department's own authority.
   * @throws KeyRefused
   */
  async importKeyFile(
    issuer: KeyOwner,
    use: SigningUse,
    file: { readonly bytes: Uint8Array; readonly passphrase: string },
    now = new Date(),
  ): Promise<Signer> {
    const { key, certificates } = readKeyFile(file.bytes, file.passphrase);
    const { kid, spki, algorithm } = importedKey(key);
    await this.refresh();
    if (this.#keys.has(kid)) throw keyAlreadyHere(kid);
    const chain = chainFor(spki, certificates, now);
    const kept = await this.#keyFiles.keep(key, chain);
    const createdAt = now.toISOString();
    return this.#keep(
      { kid, issuer: issuer.code, use, algorithm, createdAt, backend: 'pkcs12', spki, chain },
      kept,
    );
  }

  async #make(
    issuer: KeyOwner,
    use: KeptUse,
    algorithm: SignatureAlgorithm,
  ): Promise<{ readonly record: KeyRecord; readonly key: PrivateKey }> {
    const { key, reference } = await (this.#tokenKeys ?? this.#files).create(algorithm);
    const record: KeyRecord = {
      kid: key.kid,
      issuer: issuer.code,
      use,
      algorithm,
      createdAt: new Date().toISOString(),
      backend: this.#tokenKeys ? 'pkcs11' : 'file',
      ...(reference !== undefined && { reference }),
      spki: key.spki,
      chain: [],
    };
    return { record, key };
  }

  /** The description comes last and whole: a crash before leaves an unused key, never a half-known one. */
  async #keep(record: KeyRecord, key: PrivateKey): Promise<Signer> {
    await this.#records.write(record);
    return this.#hold(record, key);
  }

  /** @throws SigningError `KEY_UNKNOWN` */
  signer(kid: string): Signer {
    return this.#held(kid).signer;
  }

  /** The same, also of a key that another replica has made meanwhile. @throws SigningError `KEY_UNKNOWN` */
  async find(kid: string): Promise<Signer> {
    if (!this.#keys.has(kid)) await this.refresh();
    return this.signer(kid);
  }

  /** A key that certificates may be signed with now. @throws KeyUnusable */
  usable(kid: string, now = new Date()): Signer {
    const held = this.#keys.get(kid);
    const { state, notAfter } = held?.description ?? { state: undefined, notAfter: undefined };
    // Another replica may have made or certified it meanwhile; whoever asks asks again.
    if (state !== 'ready') void this.refresh().catch(() => undefined);
    if (!held?.description) throw new KeyUnusable('KEY_NOT_HERE', kid);
    if (state === 'revoked') throw new KeyUnusable('KEY_REVOKED', kid);
    if (state === 'requested') throw new KeyUnusable('KEY_NOT_CERTIFIED', kid);
    if (notAfter && notAfter < now) throw new KeyUnusable('KEY_EXPIRED', kid);
    return held.signer;
  }

  /** Whether this store alone can make another in the key's place. @throws SigningError `KEY_UNKNOWN` */
  isReplaceable(kid: string): boolean {
    const { chain, use } = this.#held(kid).record;
    const [leaf] = chain;
    return leaf ? this.#certifies && this.#ca?.issued(leaf) === true : use === 'credential';
  }

  /** An issuer's keys of one use that can be signed with, oldest first. */
  signersOf(issuerCode: string, use: SigningUse): Signer[] {
    return this.describe(issuerCode)
      .filter((key) => key.use === use && key.state === 'ready')
      .map(({ kid }) => this.signer(kid));
  }

  /** An issuer's keys, or everybody's, oldest first. */
  describe(issuerCode?: string): KeyDescription[] {
    return [...this.#keys.values()]
      .flatMap(({ description }) => description ?? [])
      .filter(({ issuer }) => issuerCode === undefined || issuer === issuerCode)
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  /**
   * Nothing is signed with the key any more, and its certificate is on the revocation list where it is this
   * authority's; beside `RevokeKey` on the ledger.
   */
  revoke(kid: string, keyCompromised: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const { record, signer } = this.#held(kid);
      const { revokedAt } = await this.#records.revoke(kid, keyCompromised);
      this.#hold({ ...record, revokedAt }, signer);
      await this.#ca?.revoke(kid, keyCompromised);
    });
  }

  #held(kid: string): HeldKey {
    const held = this.#keys.get(kid);
    if (!held) throw new SigningError('KEY_UNKNOWN', `There is no signing key ${kid} in this store.`);
    return held;
  }

  /** Of the hardware module; undefined where none is configured. */
  moduleState(): Promise<ModuleState> | undefined {
    return this.#token?.state();
  }

  /** Signs timestamps for the embedded authority; of no other use. */
  get timestampSigner(): Signer {
    if (this.#ca) return this.#ca.timestampSigner;
    throw new SigningError('KEY_UNKNOWN', 'This store was opened without an authority for timestamps.');
  }

  /** The chain of `signer` and the current revocation lists: what goes into a PDF before it is signed. */
  async validationData(signer: Signer): Promise<ValidationData> {
    const [leaf] = signer.chain;
    if (!this.#ca || (leaf && !this.#ca.issued(leaf))) {
      return { certificates: signer.chain, crls: await this.#lists.of(signer.kid, signer.chain) };
    }
    await this.#ca.refresh(leaf);
    return { certificates: signer.chain, crls: this.#ca.crls };
  }

  /** Files to serve under the address given as `caBaseUrl`: `root.cer`, `root.crl`, `issuing.cer`, `issuing.crl`. */
  async publicFile(name: string): Promise<Uint8Array | undefined> {
    await this.#ca?.refresh();
    return this.#ca?.publicFiles.get(name);
  }

  /** Roots of the PDF signers and of the timestamps, for outside validators. */
  documentRootsPem(): string {
    return this.#ca ? toPem(this.#ca.root, 'CERTIFICATE') : '';
  }

  async close(): Promise<void> {
    await this.#token?.close();
  }
}
