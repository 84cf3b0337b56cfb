import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { receiptOf } from '../anchoring/index.js';
import { BoundedMap } from '../../platform/bounded-map/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Feed, FeedFile } from './feed.js';
import { Problem } from '../../platform/problems/index.js';
import { operation } from '../../platform/http/index.js';
import type { Operation, Reply } from '../../platform/http/index.js';
import { certId, issuerCode } from '../../platform/wire/index.js';

const number = z.string().regex(/^\d{1,9}$/);
const mspId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/);

/** The feed (更新源): public, and the same for everybody; any cache or disk may serve it too. */
export function feedOperations(feed: Feed, database: Database): Operation[] {
  const serve = (
    id: string,
    path: string,
    summary: string,
    params: z.ZodObject,
    media = 'application/json',
  ): Operation =>
    operation({
      id,
      method: 'get',
      path: `/feed/${path}`,
      summary,
      tag: 'feed',
      permission: 'public',
      params,
      answers: answers(media),
      async handle(call) {
        const values = call.params as Record<string, string>;
        const file = await feed.file(path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''));
        return reply(file, call);
      },
    });
  const receipt = operation({
    id: 'getReceipt',
    method: 'get',
    path: '/feed/receipts/{certId}',
    summary: "A certificate's receipt 存证凭据, for PDFs that were downloaded before they had one",
    tag: 'feed',
    permission: 'public',
    params: z.object({ certId }),
    answers: answers('application/cbor'),
    async handle({ params, ...asked }) {
      const bytes = await receiptOf(database, Buffer.from(params.certId, 'hex'));
      // Its attestation may be made anew, by other endorsers: a receipt is not immutable.
      const file = { mediaType: 'application/cbor', immutable: false };
      return reply(bytes && { bytes: Buffer.from(bytes), ...file }, asked);
    },
  });
  return [
    serve('getCheckpoint', 'checkpoint.json', 'The checkpoint 账本快照: all heads, attested', z.object({})),
    serve(
      'getAuditHead',
      'audit/{mspId}.json',
      "What the ledger holds of a province's audit tree, attested",
      z.object({ mspId }),
    ),
    serve(
      'getAnchor',
      'anchor/{n}.json',
      'A trust anchor 信任锚, attested under its predecessor',
      z.object({ n: number }),
    ),
    serve(
      'getNetworkPage',
      'n/{page}.json',
      "A page of the network's log, named by its first record",
      z.object({ page: number }),
    ),
    serve(
      'getProvincePage',
      'p/{mspId}/{page}.json',
      "A page of a province's log",
      z.object({ mspId, page: number }),
    ),
    serve(
      'getIssuerPage',
      'i/{issuer}/{page}.json',
      "A page of an issuer's log",
      z.object({ issuer: issuerCode, page: number }),
    ),
    serve(
      'getQrList',
      'i/{issuer}/qr/{seq}',
      "The list behind an entry's qr: 16 bytes a certificate",
      z.object({ issuer: issuerCode, seq: number }),
      'application/octet-stream',
    ),
    receipt,
  ];
}

function answers(media: string): Operation['answers'] {
  const headers = z.object({ ETag: z.string(), 'Cache-Control': z.string() });
  return {
    200: {
      description: 'The file, JSON compressed by gzip where it is accepted; full pages are immutable',
      media,
      headers,
    },
    206: { description: 'The file from the offset that Range names (RFC 9110 §14)', media, headers },
    304: { description: 'As you have it', empty: true },
  };
}

type Served = Omit<FeedFile, 'mediaType'> & { readonly mediaType: string };

type Asked = Pick<Parameters<NonNullable<Operation['handle']>>[0], 'ifNoneMatch' | 'range' | 'acceptsGzip'>;

async function reply(file: Served | undefined, { ifNoneMatch, range, acceptsGzip }: Asked): Promise<Reply> {
  if (!file)
    throw new Problem('not-found', 'FEED_FILE_UNKNOWN', {
      zh: '没有这个文件，或尚未写出。',
      en: 'The feed has no such file, or not yet.',
    });
  const { bytes, mediaType: media } = file;
  const from = offsetOf(range);
  const isPart = from !== undefined && from < bytes.length;
  // A part is one of the file as it is: of the compressed one it would have to be cut from that (RFC 9110 §14.2).
  const isCompressed = acceptsGzip && !isPart && isCompressible(file);
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  const etag = isCompressed ? `"${digest}-gzip"` : `"${digest}"`;
  const headers = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    Vary: 'Accept-Encoding',
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'public, no-cache',
    // Windows of other provinces, and pages of other origins, may mirror it.
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  if (matches(etag, ifNoneMatch)) return { status: 304, headers };
  if (isCompressed) {
    const encoded = { ...headers, 'Content-Encoding': 'gzip' };
    return { status: 200, headers: encoded, bytes: await gzipped(digest, bytes), media };
  }
  if (!isPart) return { status: 200, headers, bytes, media };
  const place = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  return { status: 206, headers: { ...headers, 'Content-Range': place }, bytes: bytes.subarray(from), media };
}

/** Hashes and ids in hex, and names that each record repeats; what is no JSON is random bytes. */
const isCompressible = ({ bytes, mediaType }: Served): boolean =>
  mediaType === 'application/json' && bytes.length > 1024;

const compress = promisify(gzip);
/** By digest: every window asks for the same checkpoint and pages. */
const compressed = new BoundedMap<string, Promise<Buffer>>(256);

function gzipped(digest: string, bytes: Buffer): Promise<Buffer> {
  let made = compressed.get(digest);
  if (!made) compressed.set(digest, (made = compress(bytes)));
  return made;
}

/** Of `bytes=<offset>-`, which readers of pages that grow ask with; other ranges may be ignored (RFC 9110 §14.2). */
function offsetOf(range: string | undefined): number | undefined {
  const offset = /^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1];
  return offset === undefined ? undefined : Number(offset);
}

/** RFC 9110 §13.1.2: weak comparison. */
function matches(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}
