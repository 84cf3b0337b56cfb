import type { Photo } from '../intake/index.js';
import type { HolderKey } from '../../people/personal-data/index.js';
import { photoCell } from './cells.js';

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
