import type { Photo } from '../intake/index.js';
import type { HolderKey, Cell } from '../../people/personal-data/index.js';

export const photoCell = (holder: string, digest: Uint8Array): Cell => ({
  table: 'photos',
  column: 'image',
  row: `${holder}/${Buffer.from(digest).toString('hex')}`,
});

export interface EncryptedPhoto {
  readonly holder: string;
  /** SHA-256 of the file. */
  readonly digest: Uint8Array;
  readonly mediaType: Photo['mediaType'];
  readonly image: Buffer;
}

export function openPhoto(key: HolderKey, { holder, digest, mediaType, image }: EncryptedPhoto): Photo {
  return { mediaType, bytes: key.decrypt(image, photoCell(holder, digest)) };
}
