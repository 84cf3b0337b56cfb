import type { Title } from '../types/index.js';
import type { Photo } from './row.js';

/** The picture without its metadata; undefined for one that the renderer cannot place. */
export type PlainPhoto = (bytes: Uint8Array) => Promise<Uint8Array | undefined>;

/** Recognises a photo by its first bytes, whatever its name says; undefined when it is none. */
export function readPhoto(bytes: Uint8Array): Photo | undefined {
  const mediaType = mediaTypeOf(bytes);
  return mediaType && { bytes, mediaType };
}

/** A photo as it is kept; undefined when it is none, or the renderer cannot place it. */
export async function plainPhotoOf(bytes: Uint8Array, plainPhoto: PlainPhoto): Promise<Photo | undefined> {
  const read = readPhoto(bytes);
  const plain = read && (await plainPhoto(bytes));
  return plain && { ...read, bytes: plain };
}

function mediaTypeOf(bytes: Uint8Array): Photo['mediaType'] | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  return startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ? 'image/png' : undefined;
}

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);

const PICTURES = {
  zh: '请另存为 JPEG 或 PNG 后重新上传',
  en: 'save it as JPEG or PNG',
};
const kinds: readonly { readonly is: (head: string) => boolean; readonly name: Title }[] = [
  {
    // ISO 14496-12 §4.3: the brand of the file.
    is: (head) => head.startsWith('ftyp', 4) && /^(heic|heix|hevc|mif1|msf1|avif)/.test(head.slice(8)),
    name: { zh: '这是 HEIC 照片（手机默认格式）', en: 'this is HEIC, as many telephones write' },
  },
  {
    is: (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8),
    name: { zh: '这是 WebP 照片', en: 'this is WebP' },
  },
];

/** What is wrong with a picture that {@link plainPhotoOf} did not take, and what to do; null: it is too large. */
export function photoRemedy(bytes: Uint8Array | null, maxBytes: number): Title {
  if (bytes === null) {
    const size = `${maxBytes >> 10} KB`;
    return { zh: `文件超过 ${size}：请缩小后重新上传`, en: `it is larger than ${size}: make it smaller` };
  }
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const kind = kinds.find(({ is }) => is(head));
  if (kind) return { zh: `${kind.name.zh}：${PICTURES.zh}`, en: `${kind.name.en}: ${PICTURES.en}` };
  if (!mediaTypeOf(bytes)) {
    return { zh: `既不是 JPEG 也不是 PNG：${PICTURES.zh}`, en: `it is neither JPEG nor PNG: ${PICTURES.en}` };
  }
  return {
    zh: '文件不完整、边长超过 4000 像素、为 CMYK 图片，或为超过 400 万像素的透明、索引色、16 位或隔行 PNG：请用图片软件另存为普通的 RGB JPEG 后重新上传',
    en: 'it breaks off, has sides of more than 4000 pixels, is CMYK, or is a PNG of more than 4 million pixels with transparency, a palette, 16 bits or interlacing: save it as an ordinary RGB JPEG',
  };
}
