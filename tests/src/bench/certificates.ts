import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentRenderer } from '@certbridge/service/certificates/documents';
import type { DocumentRenderer } from '@certbridge/service/certificates/documents';
import { mint } from '@certbridge/service/certificates/issuing';
import type { Minted, MintRequest } from '@certbridge/service/certificates/issuing';
import { KeyStore } from '@certbridge/service/certificates/signing';
import type { SignatureAlgorithm, Signer } from '@certbridge/service/certificates/signing';
import { EmbeddedTimestampAuthority } from '@certbridge/service/certificates/timestamps';
import { loadCertificateTypes } from '@certbridge/service/certificates/types';
import type { CertificateType } from '@certbridge/service/certificates/types';
import { formatIdentifier } from '@certbridge/verifier-sdk/formats';
import { seededRandom } from '../samples/random.js';
import { residencePermit } from '../samples/rows.js';

const RECEIPT_RESERVE = 8_000;
const QR_HOST = 'certbridge.example';

/** A department's renderer with keys of its own, in a folder that goes with it. */
export class Mint {
  readonly folder: string;
  readonly type: CertificateType;
  /** Of QR codes. */
  readonly signer: Signer;
  /** Of credentials: a key has one use. */
  readonly credentialSigner: Signer;
  readonly renderer: DocumentRenderer;
  readonly timestamps: EmbeddedTimestampAuthority;
  readonly #signerOf: (kid: string) => Signer;
  readonly #issuer: MintRequest['issuer'];
  readonly #random = seededRandom(1);

  private constructor(
    parts: Pick<Mint, 'folder' | 'type' | 'signer' | 'credentialSigner' | 'renderer' | 'timestamps'>,
    keys: KeyStore,
    issuer: MintRequest['issuer'],
  ) {
    this.folder = parts.folder;
    this.type = parts.type;
    this.signer = parts.signer;
    this.credentialSigner = parts.credentialSigner;
    this.renderer = parts.renderer;
    this.timestamps = parts.timestamps;
    this.#signerOf = (kid) => keys.signer(kid);
    this.#issuer = issuer;
  }

  /** @param pages what the issuer signs its pages with; QR codes and credentials are P-256 in any case, each with a key of its own */
  static async open(
    issuer: { readonly code: string; readonly name: string },
    pages: SignatureAlgorithm = 'ES256',
  ): Promise<Mint> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
    const keys = await KeyStore.open(folder, { caBaseUrl: 'http://certbridge.example/ca' });
    const timestamps = await EmbeddedTimestampAuthority.create({
      signer: keys.timestampSigner,
      validationData: () => keys.validationData(keys.timestampSigner),
    });
    const renderer = await openDocumentRenderer({
      timestamps,
      validationData: (of) => keys.validationData(of),
      receiptReserve: RECEIPT_RESERVE,
    });
    const signer = await keys.createIssuerKey(issuer, 'certificate', 'ES256');
    const credential = await keys.createIssuerKey(issuer, 'credential', 'ES256');
    const document = pages === 'ES256' ? signer : await keys.createIssuerKey(issuer, 'certificate', pages);
    const type = (await loadCertificateTypes()).newest('residence-permit');
    const parts = { folder, type, signer, credentialSigner: credential, renderer, timestamps };
    return new Mint(parts, keys, {
      ...issuer,
      mspId: 'ZhejiangMSP',
      types: [type.code],
      registered: true,
      ended: null,
      ending: null,
      authorities: [],
      documentKid: document.kid,
      qrKid: signer.kid,
      credentialKid: credential.kid,
      revokedKids: [],
      fourEyes: false,
      closed: null,
      budgetSpentUntil: null,
      ruleSeal: null,
    });
  }

  /** One validated row, as intake leaves it. */
  row(index: number): MintRequest {
    const {
      validFrom = '',
      validUntil = '',
      ethnicity = '',
      ...fields
    } = residencePermit(this.#random, index);
    return {
      issuer: this.#issuer,
      type: this.type,
      certId: randomBytes(16),
      identifier: formatIdentifier({
        type: this.type.code,
        issuer: this.#issuer.code,
        serial: String(index + 1).padStart(9, '0'),
        version: '001',
      }),
      fields: { ...fields, ethnicity: ethnicity.replace(/族$/, '') },
      issuedOn: validFrom,
      validFrom,
      validUntil: validUntil === '' ? null : validUntil,
    };
  }

  /** From a validated row to the signed PDF with its QR code. */
  mint(row: MintRequest): Promise<Minted> {
    return mint(
      { renderer: this.renderer, signer: this.#signerOf, qrAddress: { scheme: 'https', host: QR_HOST } },
      row,
    );
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
