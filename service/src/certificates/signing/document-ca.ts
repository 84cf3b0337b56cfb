import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../platform/files/index.js';
import { Turns } from '../../platform/waiting/index.js';
import { isIssuedBy } from './chains.js';
import { issueCertificate, namesAddresses, serialNumberOf } from './x509.js';
import type { Authority, CertificateRequest, RevokedCertificate, Role, Subject } from './x509.js';
import { FileKeys } from './backends/file-keys.js';
import { CertifiedKey } from './certified-key.js';
import { CurrentList } from './current-list.js';
import { IssuedCertificates } from './issued-certificates.js';
import { RevokedCertificates } from './revoked-certificates.js';
import type { PrivateKey, Signer } from './signer.js';

export interface DocumentCaOptions {
  /** Where certificates and revocation lists are served from, without a slash at the end: `<base>/root.cer`. */
  readonly baseUrl: string | undefined;
  /** Named in every authority certificate. */
  readonly organisation: string;
  /** Of the files of its private keys. */
  readonly passphrase: string;
}

const ROOT_CRL_DAYS = 365;
const ISSUING_CRL_DAYS = 30;
const COUNTRY = 'CN';

/** Reads a file, or makes it on the first start. */
async function readOrMake<T>(path: string, read: (bytes: Buffer) => T, make: () => Promise<T>): Promise<T> {
  try {
    return read(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return make();
  }
}

/** The authority of document signers: a root, an issuing authority under it, and the time-stamping certificate. */
export class DocumentCa {
  readonly #root: Authority;
  readonly #issuing: Authority;
  /** Checked once for each certificate: this is asked for every document. */
  readonly #issued = new WeakMap<Uint8Array, boolean>();
  readonly timestampSigner: Signer;
  readonly #revoked: RevokedCertificates;
  readonly #register: IssuedCertificates;
  readonly #rootList: CurrentList;
  readonly #issuingList: CurrentList;
  readonly #turns = new Turns();

  private constructor(root: Authority, issuing: Authority, timestamp: Signer, dir: string) {
    this.#root = root;
    this.#issuing = issuing;
    this.timestampSigner = timestamp;
    this.#revoked = new RevokedCertificates(join(dir, 'revoked'));
    this.#register = new IssuedCertificates(join(dir, 'issued'));
    this.#rootList = new CurrentList(root, join(dir, 'root-lists'), ROOT_CRL_DAYS);
    this.#issuingList = new CurrentList(issuing, join(dir, 'issuing-lists'), ISSUING_CRL_DAYS);
  }

  /** Opens the authority kept in `dir`, making what is missing. */
  static async open(dir: string, options: DocumentCaOptions): Promise<DocumentCa> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const keys = new FileKeys(dir, options.passphrase);
    const subject = (commonName: string): Subject => ({
      country: COUNTRY,
      organisation: options.organisation,
      commonName,
    });
    const pair = async (
      name: string,
      role: Role,
      commonName: string,
      years: number,
      by?: Authority,
    ): Promise<Authority> => {
      const key = await keys.openOrCreate(name, 'ES256');
      const make = async (): Promise<Uint8Array> => {
        const request: CertificateRequest = { role, subject: subject(commonName), spki: key.spki, years };
        const made = await issueCertificate(request, by ?? { selfKey: key });
        await writeFileAtomically(join(dir, `${name}.cer`), made);
        return made;
      };
      const held = await readOrMake(join(dir, `${name}.cer`), (bytes) => new Uint8Array(bytes), make);
      // A public address may be set, or change, long after the first start: the same key gets a new certificate.
      const isStale = by?.addresses !== undefined && !namesAddresses(held, by.addresses);
      const certificate = isStale ? await make() : held;
      return {
        certificate,
        key,
        ...(options.baseUrl !== undefined && {
          addresses: { certificate: `${options.baseUrl}/${name}.cer`, crl: `${options.baseUrl}/${name}.crl` },
        }),
      };
    };
    const root = await pair('root', 'root', '电子证照根证书', 20);
    const issuing = await pair('issuing', 'authority', '电子证照签发证书', 12, root);
    const timestamp = await pair('timestamp', 'timestamp', '电子证照时间戳', 10, issuing);
    const chain = [timestamp.certificate, issuing.certificate, root.certificate];
    const ca = new DocumentCa(root, issuing, new CertifiedKey(timestamp.key, chain), dir);
    await ca.refresh();
    return ca;
  }

  get root(): Uint8Array {
    return this.#root.certificate;
  }

  /** A signer's certificate under this authority, and its issuers. */
  async certify(
    { kid, spki }: Pick<PrivateKey, 'kid' | 'spki'>,
    subject: Omit<Subject, 'country'>,
  ): Promise<[Uint8Array, ...Uint8Array[]]> {
    const request: CertificateRequest = {
      role: 'signer',
      subject: { country: COUNTRY, ...subject },
      spki,
      years: 10,
    };
    const certificate = await issueCertificate(request, this.#issuing);
    // Before anybody has it: whoever revokes the key finds it.
    await this.#register.add(kid, serialNumberOf(certificate));
    return [certificate, this.#issuing.certificate, this.#root.certificate];
  }

  /** Whether a certificate was issued before its issuer's address was set, or moved. */
  isAddressOutdated(certificate: Uint8Array): boolean {
    const { addresses } = this.#issuing;
    return addresses !== undefined && !namesAddresses(certificate, addresses);
  }

  /** Whether it certified this signer's certificate. */
  issued(certificate: Uint8Array): boolean {
    const isOurs = this.#issued.get(certificate) ?? isIssuedBy(certificate, this.#issuing.certificate);
    this.#issued.set(certificate, isOurs);
    return isOurs;
  }

  /** Puts all certificates that a key has had on the revocation list at once. */
  async revoke(kid: string, keyCompromised: boolean): Promise<void> {
    const at = new Date().toISOString();
    for (const serialNumber of await this.#register.of(kid)) {
      await this.#revoked.add({ serialNumber, at, keyCompromised });
    }
    await this.refresh();
  }

  /**
   * Issues fresh revocation lists where another replica revoked a certificate, or the held ones are near their end or
   * older than a certificate; cheap otherwise.
   * @param certificate of which the issuing authority's list is to tell
   */
  refresh(certificate = this.#issuing.certificate): Promise<void> {
    // One after the other: a list that was begun earlier must not take the place of a later one.
    return this.#turns.take(async () => {
      await this.#rootList.renew(() => Promise.resolve([]), this.#issuing.certificate);
      const revoked = async (): Promise<readonly RevokedCertificate[]> => {
        await this.#revoked.read();
        return this.#revoked.list();
      };
      await this.#issuingList.renew(revoked, certificate);
    });
  }

  /** The current revocation lists: issuing authority's, then the root's. */
  get crls(): readonly Uint8Array[] {
    return [this.#issuingList.crl, this.#rootList.crl];
  }

  /** What is served under the base address: DER certificates and lists by file name. */
  get publicFiles(): ReadonlyMap<string, Uint8Array> {
    return new Map([
      ['root.cer', this.#root.certificate],
      ['root.crl', this.#rootList.crl],
      ['issuing.cer', this.#issuing.certificate],
      ['issuing.crl', this.#issuingList.crl],
    ]);
  }
}
