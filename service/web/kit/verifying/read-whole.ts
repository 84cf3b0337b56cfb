import type { Failure } from './messages';

/** A certificate is some hundred kilobytes, a phone's picture some megabytes. */
const maxBytes = 32 * 1024 * 1024;

/** A file's bytes, or why not: files can be larger than memory, and vanish between choosing and reading. */
export async function readWhole(file: File): Promise<{ bytes: ArrayBuffer } | { failure: Failure }> {
  if (file.size > maxBytes) return { failure: 'FILE_TOO_LARGE' };
  try {
    return { bytes: await file.arrayBuffer() };
  } catch {
    return { failure: 'FILE_UNREADABLE' };
  }
}
