import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseTrustAnchor } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { LedgerFileError } from './errors.js';

const identity = z.strictObject({ certificate: z.string().min(1), privateKey: z.string().min(1) });

const schema = z.strictObject({
  v: z.literal(1),
  channel: z.string().min(1),
  chaincode: z.string().min(1),
  mspId: z.string().min(1),
  region: z.string().regex(/^\d\d$/),
  provinceName: z.string().min(1),
  peers: z
    .array(
      z.strictObject({
        mspId: z.string().min(1),
        endpoint: z.string().regex(/^[^\s/]+:\d+$/),
        tlsRoots: z.string().min(1),
      }),
    )
    .min(1),
  identity,
  administrator: identity.optional(),
  trustAnchor: z.string().min(1),
});

/** A certificate and its private key, in PEM. */
export interface PemIdentity {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a ledger file says, with the files it names read. */
export interface LedgerFile {
  readonly channel: string;
  readonly chaincode: string;
  readonly mspId: string;
  readonly region: string;
  readonly provinceName: string;
  /** In the order in which they are tried: the own province first. */
  readonly peers: readonly { readonly mspId: string; readonly endpoint: string; readonly tlsRoots: Buffer }[];
  readonly identity: PemIdentity;
  readonly administrator: PemIdentity | undefined;
  /** As pinned; the ledger may have gone on to a later one. */
  readonly trustAnchor: TrustAnchor;
}

/** Reads a ledger file and what it names; paths are relative to the file. */
export async function readLedgerFile(path: string): Promise<LedgerFile> {
  const file = parse(path, (await read(path)).toString('utf8'));
  const beside = (name: string): string => resolve(dirname(path), name);
  const pem = async (pair: z.infer<typeof identity>): Promise<PemIdentity> => ({
    certificate: (await read(beside(pair.certificate))).toString('utf8'),
    privateKey: (await read(beside(pair.privateKey))).toString('utf8'),
  });
  const { channel, chaincode, mspId, region, provinceName } = file;
  const trustAnchor = anchor(beside(file.trustAnchor), await read(beside(file.trustAnchor)));
  if (trustAnchor.channel !== channel || trustAnchor.chaincode !== chaincode) {
    throw new LedgerFileError({
      zh: `账本文件 ${path} 与其信任锚写的通道或合约不同：请使用同一网络的两个文件。`,
      en: `${path} and its trust anchor name different channels or chaincodes: take both from one network.`,
    });
  }
  return {
    channel,
    chaincode,
    mspId,
    region,
    provinceName,
    peers: await Promise.all(
      file.peers.map(async (peer) => ({ ...peer, tlsRoots: await read(beside(peer.tlsRoots)) })),
    ),
    identity: await pem(file.identity),
    administrator: file.administrator && (await pem(file.administrator)),
    trustAnchor,
  };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const words = {
      zh: `账本文件或其写明的文件不能读取：${path}。这些文件要放在一起，服务的用户能够读取。`,
      en: `The ledger file, or a file that it names, cannot be read: ${path}. They belong beside one another, readable by the service's user.`,
    };
    throw new LedgerFileError(words, { cause });
  }
}

function parse(path: string, text: string): z.infer<typeof schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON';
    throw new LedgerFileError(
      { zh: `${path} 不是账本文件（${problem}）。`, en: `${path} is not a ledger file: ${problem}.` },
      { cause },
    );
  }
}

function anchor(path: string, bytes: Uint8Array): TrustAnchor {
  try {
    return parseTrustAnchor(bytes);
  } catch (cause) {
    throw new LedgerFileError(
      { zh: `${path} 不是信任锚。`, en: `${path} is not a trust anchor.` },
      { cause },
    );
  }
}
