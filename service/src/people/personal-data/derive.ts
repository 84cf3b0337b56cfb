import { createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** HKDF (RFC 5869): one master key, a key of its own for each use. */
export const derive = (key: Uint8Array, use: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `certbridge/${use}/1`, 32)));
