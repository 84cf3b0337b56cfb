import { join } from 'node:path';
import { openPress } from '../documents/index.js';
import type { Press } from '../documents/index.js';
import type { Settings } from '../settings/index.js';
import { KeyStore } from '../signing/index.js';
import { EmbeddedTimestampAuthority } from '../timestamps/index.js';

export interface Minting {
  readonly keys: KeyStore;
  readonly press: Press;
  readonly timestamps: EmbeddedTimestampAuthority;
}

/**
 * Bytes kept in a PDF for its receipt: three digests, a path of 20 hashes, an entry, and an attestation of
 * four provinces with their endorsers' certificates inline.
 */
const RECEIPT_RESERVE = 8_000;

/** @param listening where the service listens, for want of a public address */
export async function openMinting(settings: Settings, listening: string): Promise<Minting> {
  const keys = await KeyStore.open(join(settings.data, 'keys'), {
    caBaseUrl: `${settings.publicUrl ?? listening}/ca`,
  });
  const signer = keys.timestampSigner;
  const timestamps = await EmbeddedTimestampAuthority.create({
    signer,
    validationData: () => keys.validationData(signer),
  });
  const press = await openPress({
    timestamps,
    validationData: (of) => keys.validationData(of),
    receiptReserve: RECEIPT_RESERVE,
  });
  return { keys, press, timestamps };
}
