import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Coding = 'br' | 'gzip';

/** One file of the built page, held in memory: all of them are a few hundred kilobytes beside one decoder. */
export interface BuiltFile {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly etag: string;
  /** The name holds a hash of the content, so that the content can never change under it. */
  readonly hashed: boolean;
  /** The compressed bytes, made once; null where compression gains nothing. */
  compressed(coding: Coding): Promise<Buffer> | null;
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const compressors: Record<Coding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Reads the built page; its files by the path under the page's own, such as `/assets/page-Bx1.js`. Empty when it was never built. */
export function readBuiltFiles(folder: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  for (const name of names(folder)) {
    const path = `/${name.split(sep).join('/')}`;
    const mediaType = mediaTypes[extname(name)];
    if (mediaType) files.set(path, builtFile(readFileSync(join(folder, name)), path, mediaType));
  }
  return files;
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function builtFile(bytes: Buffer, path: string, mediaType: string): BuiltFile {
  const made = new Map<Coding, Promise<Buffer>>();
  return {
    bytes,
    mediaType,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    hashed: path.startsWith('/assets/'),
    compressed(coding) {
      if (mediaType === 'image/png') return null;
      let result = made.get(coding);
      if (!result) made.set(coding, (result = compressors[coding](bytes)));
      return result;
    },
  };
}
