import { join } from 'node:path';
import { openPress, receiptReserve } from '../documents/index.js';
import type { Press } from '../documents/index.js';
import type { Settings } from '../settings/index.js';
import { KeyStore } from '../signing/index.js';
import { EmbeddedTimestampAuthority } from '../timestamps/index.js';

export interface Minting {
  readonly keys: KeyStore;
  readonly press: Press;
  readonly timestamps: EmbeddedTimestampAuthority;
}

/** @param endorsements how many provinces sign a receipt: the trust anchor's threshold */
export async function openMinting(settings: Settings, endorsements: number): Promise<Minting> {
  const keys = await KeyStore.open(join(settings.data, 'keys'), {
    caBaseUrl: settings.publicUrl === undefined ? undefined : `${settings.publicUrl}/ca`,
  });
  const signer = keys.timestampSigner;
  const timestamps = await EmbeddedTimestampAuthority.create({
    signer,
    validationData: () => keys.validationData(signer),
  });
  const press = await openPress({
    timestamps,
    validationData: (of) => keys.validationData(of),
    receiptReserve: receiptReserve({ endorsements, batch: settings.batch.size }),
  });
  return { keys, press, timestamps };
}
