import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openDocumentRenderer, receiptReserve } from '../certificates/documents/index.js';
import type { DocumentRenderer, DocumentRendererOptions } from '../certificates/documents/index.js';
import { Problem } from '../platform/problems/index.js';
import type { KeyModuleSettings, Settings } from '../platform/settings/index.js';
import { KeyStore } from '../certificates/signing/index.js';
import type { KeyStoreOptions } from '../certificates/signing/index.js';
import { EmbeddedTimestampAuthority } from '../certificates/timestamps/index.js';
import type { Pulse } from '../upkeep/health/index.js';
import { WatchedAuthority } from './watched-authority.js';

export interface Minting {
  readonly keys: KeyStore;
  readonly renderer: DocumentRenderer;
  /** Undefined where another authority gives the timestamps. */
  readonly timestamps: EmbeddedTimestampAuthority | undefined;
  /** That other one. */
  readonly authority: WatchedAuthority | undefined;
}

/** Each holds the fonts, some tens of megabytes. */
const MAX_THREADS = 8;

export interface MintingWatch {
  readonly onStep: NonNullable<DocumentRendererOptions['onStep']>;
  /** Of the time-stamping authority. */
  readonly stamping: Pulse;
  /** Told of an authority that gives no timestamps at the start. */
  readonly onTrouble: (error: unknown) => void;
}

/** @param endorsements how many provinces sign a receipt: the trust anchor's threshold */
export async function openMinting(
  settings: Settings,
  endorsements: number,
  { onStep, stamping, onTrouble }: MintingWatch,
): Promise<Minting> {
  const keys = await KeyStore.open(join(settings.data, 'keys'), {
    caBaseUrl: settings.publicUrl === undefined ? undefined : `${settings.publicUrl}/ca`,
    certifies: settings.certifiesKeys,
    stamps: settings.timestamps === undefined,
    passphraseFile: settings.keyPassphraseFile,
    token: settings.keyModule && (await tokenOf(settings.keyModule)),
  });
  const authority =
    settings.timestamps && (await WatchedAuthority.open(settings.timestamps, stamping, onTrouble));
  const timestamps = authority ?? (await embedded(keys));
  const renderer = await openDocumentRenderer({
    onStep,
    timestamps,
    validationData: (of) => keys.validationData(of),
    receiptReserve: receiptReserve({ endorsements, size: settings.entry.size }),
    fonts: settings.fonts,
    threads: Math.min(MAX_THREADS, availableParallelism() - 1),
  });
  return {
    ...{ keys, renderer, authority },
    timestamps: timestamps instanceof EmbeddedTimestampAuthority ? timestamps : undefined,
  };
}

/** @throws Problem where the PIN cannot be read */
async function tokenOf({ module, token, pinFile }: KeyModuleSettings): Promise<KeyStoreOptions['token']> {
  const pin = await readFile(pinFile, 'utf8').catch((cause: unknown) => {
    throw new Problem(
      'invalid',
      'PIN_FILE_UNREADABLE',
      {
        zh: `CERTBRIDGE_PKCS11_PIN_FILE 是“${pinFile}”：应是可读文件的路径。`,
        en: `CERTBRIDGE_PKCS11_PIN_FILE is "${pinFile}": it should be the path of a readable file.`,
      },
      { cause },
    );
  });
  return { module, token, pin: pin.trim() };
}

function embedded(keys: KeyStore): Promise<EmbeddedTimestampAuthority> {
  const signer = keys.timestampSigner;
  return EmbeddedTimestampAuthority.create({ signer, validationData: () => keys.validationData(signer) });
}
