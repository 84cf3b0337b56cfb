import type Koa from 'koa';
import type { BuiltFile, Coding } from './built-files.js';

/** Answers with a built file: from the browser's own copy where it is the same, else compressed as the browser can. */
export async function sendBuiltFile(context: Koa.Context, file: BuiltFile): Promise<void> {
  context.set('Cache-Control', file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  context.set('ETag', file.etag);
  context.vary('Accept-Encoding');
  context.status = 200;
  context.type = file.mediaType;
  if (context.fresh) {
    context.status = 304;
    return;
  }
  const coding = context.acceptsEncodings('br', 'gzip', 'identity');
  const compressed = coding === 'br' || coding === 'gzip' ? file.compressed(coding satisfies Coding) : null;
  if (compressed) context.set('Content-Encoding', coding as string);
  context.body = compressed ? await compressed : file.bytes;
}
