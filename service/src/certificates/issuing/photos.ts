import type { Photo } from '../intake/index.js';
import type { HolderKey, Place } from '../../people/personal-data/index.js';

export const photoPlace = (holder: string, digest: Uint8Array): Place => ({
  table: 'photos',
  column: 'image',
  row: `${holder}/${Buffer.from(digest).toString('hex')}`,
});

export interface SealedPhoto {
  readonly holder: string;
  /** SHA-256 of the file. */
  readonly digest: Uint8Array;
  readonly mediaType: Photo['mediaType'];
  readonly image: Buffer;
}

export function openPhoto(key: HolderKey, { holder, digest, mediaType, image }: SealedPhoto): Photo {
  return { mediaType, bytes: key.open(image, photoPlace(holder, digest)) };
}
