import { encodeQrText, parseQr } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';
import type { PageContent, PictureFormat } from '../documents/index.js';
import type { Photo } from '../intake/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { findCertificate, openCertificate, openQr } from './certificates.js';
import { HolderForgotten } from './errors.js';
import { shownDays } from './mint.js';
import type { IssuingOptions } from './options.js';
import { openPhoto } from './photos.js';

/**
 * Draws the page of a certificate as it was issued.
 * @throws CertificateUnknown, HolderForgotten
 */
export async function drawPicture(
  options: IssuingOptions,
  issuerCode: string,
  name: string,
  format: PictureFormat,
): Promise<Uint8Array> {
  const { database, protection, types, renderer, qrAddress } = options;
  const found = await openCertificate(options, issuerCode, name);
  const { certId, identifier, fields } = found;
  const [qr, kept] = await Promise.all([
    openQr(options, issuerCode, certId),
    keptBeside(database, protection, certId),
  ]);
  const { code, version, slug, name: typeName } = types.at(found.type, found.typeVersion);
  const { copy } = parseQr(qr).claims;
  const original =
    found.copyOf === null ? undefined : await findCertificate(options, issuerCode, found.copyOf);
  const { prefix, digits } = await encodeQrText(qr, qrAddress.host, qrAddress.scheme);
  const content: PageContent = {
    type: { code, version, slug, name: typeName },
    layoutVersion: kept.layout,
    identifier,
    certId: Buffer.from(certId, 'hex'),
    fields,
    issuer: { code: issuerCode, name: found.issuerName },
    ...shownDays({
      ...found,
      ...(copy && { limits: { purpose: copy.purpose, user: copy.user } }),
      ...(original && { original }),
    }),
    qr: { prefix, digits },
    ...(kept.photo && { photo: kept.photo }),
  };
  return renderer.picture(content, format);
}

interface Kept {
  readonly layout: number;
  readonly photo?: Photo;
}

/** What a page shows that neither fields nor credential hold. */
async function keptBeside(database: Queryable, protection: Protection, certId: string): Promise<Kept> {
  const { rows } = await database.query<{
    layout: number;
    holder: string;
    wrapped_key: Buffer;
    digest: Buffer | null;
    media_type: Photo['mediaType'];
    image: Buffer;
  }>(
    `SELECT c.layout, h.id AS holder, h.wrapped_key, p.digest, p.media_type, p.image
     FROM certificates c JOIN holders h ON h.id = c.holder
     LEFT JOIN photos p ON p.holder = c.holder AND p.digest = c.photo WHERE c.cert_id = $1`,
    [Buffer.from(certId, 'hex')],
  );
  const [row] = rows;
  if (!row) throw new HolderForgotten();
  const { layout, holder, wrapped_key, digest, media_type: mediaType, image } = row;
  const photo =
    digest && openPhoto(protection.holderKey(holder, wrapped_key), { holder, digest, mediaType, image });
  return { layout, ...(photo && { photo }) };
}
