import { AttestationMemory } from '../attestation/index.js';
import { parseCertificate } from '../der/index.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { Mirror } from '../mirror/mirror.js';
import { FeedSource } from '../mirror/source.js';
import type { SourceOptions } from '../mirror/source.js';
import type { Pixels } from '../image/index.js';
import type { Language } from './codes.js';
import type { Context } from './context.js';
import type { VerifyOptions } from './options.js';
import { verifyPdf } from './pdf.js';
import { defaultPolicy } from './policy.js';
import type { Policy } from './policy.js';
import type { PresentationRequest } from './presentation.js';
import { verifyQr } from './qr.js';
import { LocalReplayMemory } from './replay-memory.js';
import type { ReplayMemory } from './replay-memory.js';
import type { Report } from './report.js';

/** What a verifier is made from. */
export interface VerifierOptions {
  /** Pinned at installation; compare {@link trustAnchorId} with what the provinces published. */
  readonly trustAnchor: TrustAnchor;
  /** Without one, status is unknown, and only PDFs with a receipt can be authenticated. */
  readonly mirror?: Mirror;
  /** What differs from `defaultPolicy`. */
  readonly policy?: Partial<Policy>;
  /** Milliseconds since 1970; the system's unless given. */
  readonly clock?: () => number;
  /** Of the messages; `zh` by default. */
  readonly language?: Language;
  /** Where to get receipts that a file lacks. The server learns which certificate is looked at. */
  readonly online?: SourceOptions;
  /** Roots (DER) that timestamp authorities must end in; without them, any readable timestamp will do. */
  readonly timestampRoots?: readonly Uint8Array[];
  /** How many entries' attestations are remembered, each some kilobytes; 4096 by default, 0 for none. */
  readonly rememberedAttestations?: number;
  /** Which live codes were taken; of this verifier alone unless given. */
  readonly replays?: ReplayMemory;
}

/** Verifies certificates. Every method returns a report and throws only for misuse. */
export interface Verifier {
  /** A PDF file. */
  verifyPdf(bytes: Uint8Array, options?: VerifyOptions): Promise<Report>;
  /** The text of a QR code, printed or live. */
  verifyQr(text: string, options?: VerifyOptions): Promise<Report>;
  /** A PNG, JPEG, GIF, BMP or WebP, or the pixels of a camera, that shows a QR code. Needs zxing-wasm. */
  verifyImage(image: Uint8Array | Pixels, options?: VerifyOptions): Promise<Report>;
  /** An SD-JWT with key binding. */
  verifyPresentation(text: string, request: PresentationRequest): Promise<Report>;
}

/**
 * Makes a verifier that believes the pinned trust anchor and nothing else.
 *
 * @example
 * const verifier = createVerifier({ trustAnchor, mirror });
 * const { verdict, code, message } = await verifier.verifyPdf(bytes);
 * @throws DerError when a timestamp root is not a certificate; its methods reject with TypeError when the mirror is of
 * another trust anchor, with FormatError when a trust anchor has no JSON
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { trustAnchor, mirror, language = 'zh', online } = options;
  const context: Context = {
    trustAnchor,
    mirror,
    policy: { ...defaultPolicy, ...options.policy },
    clock: options.clock ?? Date.now,
    language,
    source: online && new FeedSource(online),
    timestampRoots: (options.timestampRoots ?? []).map(parseCertificate),
    memory: new AttestationMemory(options.rememberedAttestations ?? 4096),
    replays: options.replays ?? new LocalReplayMemory(),
  };
  const ready = mirror ? checkMirror(mirror, trustAnchor) : Promise.resolve();
  // The rejection reaches whoever verifies. Without this line Node would end the process if nobody ever did.
  ready.catch(() => undefined);
  return {
    verifyPdf: (bytes, asked) => ready.then(() => verifyPdf(context, bytes, asked)),
    verifyQr: (text, asked) => ready.then(() => verifyQr(context, text, asked)),
    verifyPresentation: async (text, request) => {
      await ready;
      // Windows that only look at files and codes never load it.
      const { verifyPresentation } = await import('./presentation.js');
      return verifyPresentation(context, text, request);
    },
    verifyImage: async (image, asked) => {
      await ready;
      // The decoder is larger than all the rest: only who looks at pictures loads it.
      const { verifyImage } = await import('./image.js');
      return verifyImage(context, image, asked);
    },
  };
}

async function checkMirror(mirror: Mirror, trustAnchor: TrustAnchor): Promise<void> {
  if ((await trustAnchorId(mirror.trustAnchor)) !== (await trustAnchorId(trustAnchor))) {
    throw new TypeError('the mirror was opened with another trust anchor');
  }
}
