import { parsePinnedTrustAnchor, parseTrustAnchor, trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { fromBase64, toHex } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { sha256 } from '../formats/hash.js';
import { parseCertificate } from '../der/index.js';
import { readFileBounded } from '../node/index.js';
import { UsageError } from './error.js';
import { pad, painter, printable } from './terminal.js';

const MAX_BYTES = 16 * 1024 * 1024;

/** Reads the pinned trust anchor's file, and refuses one of another fingerprint than `pin`. */
export async function readTrustAnchorFile(path: string, pin?: string): Promise<TrustAnchor> {
  let bytes: Uint8Array;
  try {
    bytes = await readFileBounded(path, MAX_BYTES);
  } catch (cause) {
    throw new UsageError(
      `读不到信任锚“${path}”，请用 --trust 指明安装时固定的文件。`,
      `The trust anchor “${path}” cannot be read: name the file that was pinned at installation with --trust.`,
      { cause },
    );
  }
  try {
    return await (pin === undefined ? parseTrustAnchor(bytes) : parsePinnedTrustAnchor(bytes, pin));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    if (cause.code === 'TRUST_ANCHOR_MISMATCH') {
      throw new UsageError(
        `“${path}”的指纹与 --pin 不符，不予采用。`,
        `“${path}” has another fingerprint than --pin: it is not used.`,
        { cause },
      );
    }
    throw new UsageError(`“${path}”不是信任锚。`, `“${path}” is not a trust anchor: ${cause.message}.`, {
      cause,
    });
  }
}

interface ShownProvince {
  readonly mspId: string;
  readonly name: string;
  readonly region: string;
  readonly roots: readonly { readonly subject: string; readonly notAfter: string; readonly sha256: string }[];
}

/** What there is to compare with what the provinces published. */
export async function describeTrustAnchor(anchor: TrustAnchor): Promise<{
  readonly id: string;
  readonly n: number;
  readonly network: string;
  readonly channel: string;
  readonly threshold: number;
  readonly provinces: readonly ShownProvince[];
}> {
  const { n, network, channel, threshold } = anchor;
  const provinces = await Promise.all(
    anchor.provinces.map(async ({ mspId, name, region, roots }) => ({
      mspId,
      name,
      region,
      roots: await Promise.all(roots.map(describeRoot)),
    })),
  );
  return { id: await trustAnchorId(anchor), n, network, channel, threshold, provinces };
}

async function describeRoot(root: string): Promise<ShownProvince['roots'][number]> {
  const der = fromBase64(root);
  const { subject, notAfter } = parseCertificate(der);
  return { subject: subject.text, notAfter: notAfter.toISOString(), sha256: toHex(await sha256(der)) };
}

/** The same for people. */
export function renderTrustAnchor(
  { id, n, network, channel, threshold, provinces }: Awaited<ReturnType<typeof describeTrustAnchor>>,
  colours: boolean,
): string {
  const paint = painter(colours);
  const row = (label: string, value: string): string => `${pad(label, 22)}${printable(value)}`;
  return [
    row('信任锚 Trust anchor', `${id} (n = ${n})`),
    row('网络 Network', `${network}, ${channel}`),
    row('门限 Threshold', `${threshold} / ${provinces.length}`),
    ...provinces.flatMap(({ mspId, name, region, roots }) => [
      '',
      paint('bold', printable(`${name} ${mspId} (${region})`)),
      ...roots.flatMap(({ subject, notAfter, sha256: fingerprint }) => [
        row('  根证书 Root', subject),
        row('  有效至 Until', notAfter),
        row('  指纹 SHA-256', fingerprint),
      ]),
    ]),
  ].join('\n');
}
