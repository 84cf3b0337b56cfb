import {
  FormatError,
  compressedPoint,
  deviceStatement,
  fromBase64Url,
  importKey,
  keyId,
  pointSpki,
} from '@certbridge/verifier-sdk/formats';
import { DeviceUnproved } from './errors.js';

/** A device's key, of which whoever asks has shown that they hold it. */
export interface Device {
  /** Compressed point of P-256, 33 bytes. */
  readonly point: Uint8Array;
  /** First 8 bytes of SHA-256 of the SubjectPublicKeyInfo. */
  readonly id: Buffer;
}

export interface DeviceProof {
  readonly key: { readonly x: string; readonly y: string };
  /** When it was signed, RFC 3339. */
  readonly at: string;
  /** ES256 over {@link deviceStatement}; base64url of r‖s. */
  readonly signature: string;
}

const MAX_APART = 5 * 60_000;

/** @param certId hex. @throws DeviceUnproved */
export async function proveDevice(
  certId: string,
  { key, at, signature }: DeviceProof,
  now: number,
): Promise<Device> {
  try {
    const point = compressedPoint({ kty: 'EC', crv: 'P-256', ...key });
    const spki = pointSpki(point);
    const imported = await importKey('ES256', spki);
    const isSigned = await imported.verify(deviceStatement(certId, at), fromBase64Url(signature));
    if (!isSigned || Math.abs(now - Date.parse(at)) > MAX_APART) throw new DeviceUnproved();
    return { point, id: Buffer.from(await keyId(spki)) };
  } catch (error) {
    if (error instanceof FormatError) throw new DeviceUnproved();
    throw error;
  }
}
