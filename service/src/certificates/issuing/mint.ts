import { createHash } from 'node:crypto';
import {
  credentialDigest,
  encodeLeaf,
  encodeQrText,
  fromHex,
  issueCredential,
  leafHash,
  maskIdNumber,
  qrDigest,
  signQr,
} from '@certbridge/verifier-sdk/formats';
import type { FieldTitle } from '@certbridge/verifier-sdk/formats';
import type { PageContent } from '../documents/index.js';
import type { Photo } from '../intake/index.js';
import type { CertificateType, Fields } from '../types/index.js';
import { photoField } from '../types/index.js';
import type { CopiedCertificate, CopyLimits } from './originals.js';
import type { Issuer } from '../issuers/index.js';
import type { IssuingOptions } from './options.js';

export interface MintRequest {
  readonly issuer: Issuer;
  readonly type: CertificateType;
  readonly certId: Uint8Array;
  readonly identifier: string;
  readonly fields: Fields;
  readonly photo?: Photo;
  readonly issuedOn: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  /** Of a purpose-limited copy: what for, for whom, and of which certificate. */
  readonly limits?: CopyLimits;
  readonly original?: CopiedCertificate;
}

/** One certificate, made and signed; nothing of it is stored yet. */
export interface Minted {
  readonly pdf: Uint8Array;
  readonly credential: string;
  readonly qr: Uint8Array;
  /** The input of {@link leafHash}. */
  readonly leaf: Uint8Array;
  readonly leafHash: Uint8Array;
  readonly qrPrefix: Uint8Array;
  readonly keys: readonly string[];
}

/** QR payload, credential and PDF, in this order: the PDF holds the other two. */
export async function mint(
  { renderer, signer, qrAddress }: Pick<IssuingOptions, 'renderer' | 'signer' | 'qrAddress'>,
  request: MintRequest,
): Promise<Minted> {
  const { issuer, type, certId, identifier, issuedOn, validFrom, validUntil, photo, limits, original } =
    request;
  const document = signer(issuer.documentKid);
  const code = signer(issuer.qrKid);
  const key = signer(issuer.credentialKid);
  const copy = limits && original && { copy: { ...limits, of: original.certId } };

  const qr = await signQr(
    {
      issuer: issuer.code,
      identifier,
      certId,
      name: type.name,
      ...holderOf(type, request.fields),
      validFrom,
      validUntil,
      ...copy,
    },
    { kid: fromHex(code.kid), sign: (bytes) => code.sign(bytes) },
  );
  const { text: credential, jwt } = await issueCredential(
    {
      issuer: issuer.code,
      kid: key.kid,
      typeCode: type.code,
      typeVersion: type.version,
      typeName: type.name,
      identifier,
      certId,
      issuedOn,
      validFrom,
      validUntil,
      fields: credentialFields(type, request.fields, photo),
      titles: titlesOf(type),
      holder: { name: type.holderName, number: type.holderNumber },
      ...copy,
    },
    (bytes) => key.sign(bytes),
  );
  const { prefix, digits } = await encodeQrText(qr, qrAddress.host, qrAddress.scheme);
  const { pdf, digest } = await renderer.mint(
    {
      type: { code: type.code, version: type.version, slug: type.slug, name: type.name },
      layoutVersion: type.layout,
      identifier,
      certId,
      fields: request.fields,
      issuer: { code: issuer.code, name: issuer.name },
      ...shownDays(request),
      qr: { prefix, digits },
      credential,
      ...(photo && { photo }),
    },
    document,
  );
  const qrHash = await qrDigest(qr);
  const leaf = encodeLeaf({ certId, qr: qrHash, credential: await credentialDigest(jwt), pdf: digest });
  return {
    pdf,
    credential,
    qr,
    leaf,
    leafHash: await leafHash(leaf),
    qrPrefix: qrHash.subarray(0, 16),
    keys: [...new Set([document.kid, code.kid, key.kid])].sort(),
  };
}

type Dated = Pick<MintRequest, 'issuedOn' | 'validFrom' | 'validUntil' | 'limits'> & {
  readonly original?: Omit<CopiedCertificate, 'certId'>;
};
type Days = Pick<PageContent, 'issuedOn' | 'validFrom' | 'validUntil' | 'copy'>;

/** A copy's page shows its original's days, and its own in a note. */
export function shownDays({ issuedOn, validFrom, validUntil, limits, original }: Dated): Days {
  if (!limits || !original) return { issuedOn, validFrom, validUntil };
  const { identifier: of, issuedOn: first, validFrom: from, validUntil: until } = original;
  const copy = { ...limits, of, madeOn: issuedOn, validUntil: validUntil ?? issuedOn };
  return { issuedOn: first, validFrom: from, validUntil: until, copy };
}

/** Who holds it, as anybody who scans the QR may read it. */
export function holderOf(
  type: CertificateType,
  fields: Fields,
): { holderName: string; holderNumber: string } {
  return {
    holderName: String(fields[type.holderName]),
    holderNumber: maskIdNumber(String(fields[type.holderNumber])),
  };
}

function titlesOf({ schema }: CertificateType): FieldTitle[] {
  return Object.entries(schema.properties).map(([field, { 'x-title': title }]) => ({ field, ...title }));
}

/** The photo is stored apart; the credential binds it by its digest. */
function credentialFields(type: CertificateType, fields: Fields, photo: Photo | undefined): Fields {
  const key = photoField(type);
  if (!photo || key === undefined) return fields;
  return { ...fields, [key]: createHash('sha256').update(photo.bytes).digest('hex') };
}
