import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openDocumentRenderer, receiptReserve } from '../certificates/documents/index.js';
import type { DocumentRenderer, DocumentRendererOptions } from '../certificates/documents/index.js';
import { Problem } from '../platform/problems/index.js';
import type { KeyModuleSettings, Settings } from '../platform/settings/index.js';
import { KeyStore } from '../certificates/signing/index.js';
import type { KeyStoreOptions } from '../certificates/signing/index.js';
import {
  EmbeddedTimestampAuthority,
  HttpTimestampAuthority,
  TimestampError,
} from '../certificates/timestamps/index.js';
import type { TimestampSource } from '../certificates/timestamps/index.js';
import type { Pulse } from '../upkeep/health/index.js';

export interface Minting {
  readonly keys: KeyStore;
  readonly renderer: DocumentRenderer;
  /** Undefined where another authority gives the timestamps. */
  readonly timestamps: EmbeddedTimestampAuthority | undefined;
}

/** Each holds the fonts, some tens of megabytes. */
const MAX_THREADS = 8;

export interface MintingWatch {
  readonly onStep: NonNullable<DocumentRendererOptions['onStep']>;
  /** Of the time-stamping authority. */
  readonly stamping: Pulse;
}

/** @param endorsements how many provinces sign a receipt: the trust anchor's threshold */
export async function openMinting(
  settings: Settings,
  endorsements: number,
  { onStep, stamping }: MintingWatch,
): Promise<Minting> {
  const keys = await KeyStore.open(join(settings.data, 'keys'), {
    caBaseUrl: settings.publicUrl === undefined ? undefined : `${settings.publicUrl}/ca`,
    certifies: settings.certifiesKeys,
    stamps: settings.timestamps === undefined,
    passphraseFile: settings.keyPassphraseFile,
    token: settings.keyModule && (await tokenOf(settings.keyModule)),
  });
  const timestamps = settings.timestamps === undefined ? await embedded(keys) : undefined;
  const renderer = await openDocumentRenderer({
    onStep,
    timestamps: timestamps ?? watched(await foreign(settings.timestamps), stamping),
    validationData: (of) => keys.validationData(of),
    receiptReserve: receiptReserve({ endorsements, size: settings.entry.size }),
    fonts: settings.fonts,
    threads: Math.min(MAX_THREADS, availableParallelism() - 1),
  });
  return { keys, renderer, timestamps };
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

/** @throws Problem for an authority whose timestamps no verifier would accept: documents would be minted in vain */
async function foreign(settings: Settings['timestamps']): Promise<HttpTimestampAuthority> {
  const { url = '', roots: files = [] } = settings ?? {};
  const roots = (await Promise.all(files.map(certificatesIn))).flat();
  const authority = new HttpTimestampAuthority({ url, ...(roots.length > 0 && { roots }) });
  try {
    await authority.prove();
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    // One that is away now is asked again when it is needed.
    if (error.code !== 'TIMESTAMP_UNREACHABLE') {
      throw new Problem('invalid', 'TIMESTAMPS_UNUSABLE', {
        zh: 'CERTBRIDGE_TIMESTAMPS 所指的时间戳机构不能使用：请换一个，或更正 CERTBRIDGE_TIMESTAMP_ROOTS。',
        en: `CERTBRIDGE_TIMESTAMPS names an authority that cannot serve here. ${error.message} Name another, or correct CERTBRIDGE_TIMESTAMP_ROOTS.`,
      });
    }
  }
  return authority;
}

/** Tells of each timestamp whether it was had. */
function watched(authority: TimestampSource, pulse: Pulse): TimestampSource {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const had = await work;
      pulse.succeeded();
      return had;
    } catch (error) {
      pulse.failed();
      throw error;
    }
  };
  return {
    maxTokenLength: () => told(authority.maxTokenLength()),
    stamp: (digest, known) => told(authority.stamp(digest, known)),
    validationData: () => told(authority.validationData()),
  };
}

/** Every certificate of a PEM file. */
async function certificatesIn(file: string): Promise<Buffer[]> {
  const text = await readFile(file, 'latin1').catch(() => '');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > 0) return blocks.map((block) => Buffer.from(block));
  throw new Problem('invalid', 'TIMESTAMP_ROOTS_WRONG', {
    zh: `CERTBRIDGE_TIMESTAMP_ROOTS 所指的 ${file} 应是含证书的 PEM 文件。`,
    en: `CERTBRIDGE_TIMESTAMP_ROOTS names ${file}: it should be a PEM file with certificates.`,
  });
}
