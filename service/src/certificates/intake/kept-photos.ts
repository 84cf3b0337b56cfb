import type { Title } from '../types/index.js';
import { photoName } from './archive.js';
import type { Archive } from './archive.js';
import type { IntakeLimits } from './limits.js';
import { photoRemedy, plainPhotoOf } from './photos.js';
import type { PlainPhoto } from './photos.js';
import type { Photo } from './row.js';

/** A photo as it is kept, or why it is not. */
export type ReadPhoto = { readonly photo: Photo } | { readonly remedy: Title };

/** Bytes of photos that are kept for further rows: of what is unpacked to more than it was, enough. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** The photos that rows name, each unpacked and read once, however many rows name it. */
export class KeptPhotos {
  readonly #archive: Archive | undefined;
  readonly #plainPhoto: PlainPhoto;
  readonly #limits: Pick<IntakeLimits, 'photoBytes'>;
  /** The one that was read first comes first. */
  readonly #kept = new Map<string, ReadPhoto>();
  #bytes = 0;

  constructor(
    archive: Archive | undefined,
    options: { readonly plainPhoto: PlainPhoto; readonly limits: Pick<IntakeLimits, 'photoBytes'> },
  ) {
    this.#archive = archive;
    this.#plainPhoto = options.plainPhoto;
    this.#limits = options.limits;
  }

  /** Undefined where there is none of that name. */
  async get(given: string): Promise<ReadPhoto | undefined> {
    const name = photoName(given);
    const known = this.#kept.get(name);
    if (known) return known;
    const bytes = await this.#archive?.photo(name);
    if (bytes === undefined) return undefined;
    const photo = bytes ? await plainPhotoOf(bytes, this.#plainPhoto) : undefined;
    const read = photo ? { photo } : { remedy: photoRemedy(bytes, this.#limits.photoBytes) };
    this.#keep(name, read);
    return read;
  }

  #keep(name: string, read: ReadPhoto): void {
    this.#kept.set(name, read);
    this.#bytes += sizeOf(read);
    for (const [oldest, one] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES) return;
      this.#kept.delete(oldest);
      this.#bytes -= sizeOf(one);
    }
  }
}

const sizeOf = (read: ReadPhoto): number => ('photo' in read ? read.photo.bytes.length : 0);
