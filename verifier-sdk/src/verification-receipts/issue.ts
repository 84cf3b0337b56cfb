import { toHex, utf8 } from '../formats/bytes.js';
import { toLowS } from '../formats/ecdsa.js';
import { sha256Hex } from '../formats/hash.js';
import type { JsonObject } from '../formats/json.js';
import { jwkThumbprint } from '../formats/jwk.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { encodeVerificationReceipt } from '../formats/verification-receipt.js';
import type { ShownKind } from '../formats/verification-receipt.js';
import type { Pixels } from '../image/index.js';
import type { Report } from '../verify/report.js';
import { withFields } from './kept-fields.js';
import { software } from './software.js';
import type { WindowSigner } from './window-key.js';

/** What was given to a verifier: the argument of its method, and which method it was. */
export interface Shown {
  /** What was shown to the window. */
  readonly kind: ShownKind;
  /** Bytes of a file, RGBA pixels, or the text of a code or presentation. */
  readonly content: Uint8Array | Pixels | string;
}

/** What a window records of one verification. */
export interface VerificationRecord {
  /** As the verifier returned it. */
  readonly report: Report;
  /** What was shown to the window. */
  readonly shown: Shown;
  /** That the verifier was made from. */
  readonly trustAnchor: TrustAnchor;
  /** Where the window is, such as 杭州市市民中心 12 号窗口. */
  readonly place: string;
  /** What it was verified for. */
  readonly purpose: string;
  /** The window's own number of the case. */
  readonly reference?: string;
  /** Which of the certificate's fields to keep, `delegate` for who acted for the holder; none by default. */
  readonly fields?: readonly string[] | 'all';
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly at?: number;
}

/** SHA-256 (hex) of what was shown: bytes, UTF-8 of a text, or RGBA of pixels. */
export function digestOfShown(content: Shown['content']): Promise<string> {
  if (typeof content === 'string') return sha256Hex(utf8(content));
  if (content instanceof Uint8Array) return sha256Hex(content);
  const { buffer, byteOffset, byteLength } = content.data;
  return sha256Hex(new Uint8Array(buffer, byteOffset, byteLength));
}

/**
 * Signs a verification receipt (核验回执): what was shown, what the verifier said of it, when, where and for
 * what. A text (JWS, RFC 7515) to be archived as it is; it holds nothing of the certificate but what the
 * report authenticated, and of its fields only the chosen ones.
 *
 * @example
 * const report = await verifier.verifyPdf(bytes);
 * const shown = { kind: 'pdf', content: bytes };
 * const receipt = await issueVerificationReceipt(
 *   { report, shown, trustAnchor, place: '杭州市市民中心 12 号窗口', purpose: '办理落户' },
 *   await windowSigner(key),
 * );
 * @throws FormatError `VERIFICATION_RECEIPT_MALFORMED` when place, purpose or reference are empty or longer
 *   than 200 characters, or the kept fields take more than 256 KiB
 */
export async function issueVerificationReceipt(
  { report, shown, trustAnchor, place, purpose, reference, fields = [], at = Date.now() }: VerificationRecord,
  { publicKey, sign }: WindowSigner,
): Promise<string> {
  const recorded = withFields(report, fields);
  return encodeVerificationReceipt(
    {
      id: toHex(crypto.getRandomValues(new Uint8Array(16))),
      at: new Date(Math.floor(at / 1000) * 1000).toISOString(),
      place,
      purpose,
      ...(reference !== undefined && { reference }),
      shown: { kind: shown.kind, sha256: await digestOfShown(shown.content) },
      trustAnchor: await trustAnchorId(trustAnchor),
      report: recorded.report as unknown as JsonObject,
      withheld: recorded.withheld,
      software,
    },
    { keyId: await jwkThumbprint(publicKey), sign: async (bytes) => toLowS(await sign(bytes)) },
  );
}
