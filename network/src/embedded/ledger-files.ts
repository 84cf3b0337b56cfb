import { open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { memberFiles } from '../identities/index.js';
import type { Province } from '../identities/index.js';

/** Writes a file whole or not at all. */
async function writeWhole(file: string, content: string): Promise<void> {
  const partial = `${file}.partial`;
  const handle = await open(partial, 'w', 0o644);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

export interface LedgerFileContent {
  readonly channel: string;
  readonly chaincode: string;
  /** The province's own peer first, then those to fail over to. */
  readonly peers: readonly { readonly mspId: string; readonly endpoint: string; readonly tlsRoot: string }[];
  readonly trustAnchor: string;
  readonly service: string;
  readonly administrator: string;
}

/** The file by which a province's service finds its peer, its identity and the trust anchor; paths are relative to it. */
export async function writeLedgerFile(
  file: string,
  province: Province,
  content: LedgerFileContent,
): Promise<void> {
  const folder = dirname(file);
  const from = (path: string): string => relative(folder, path);
  const identity = (name: string): { certificate: string; privateKey: string } => {
    const files = memberFiles(province, name);
    return { certificate: from(files.certificate), privateKey: from(files.privateKey) };
  };
  const { mspId, region, name } = province.spec;
  await writeWhole(
    file,
    json({
      v: 1,
      channel: content.channel,
      chaincode: content.chaincode,
      mspId,
      region,
      provinceName: name,
      peers: content.peers.map((peer) => ({
        mspId: peer.mspId,
        endpoint: peer.endpoint,
        tlsRoots: from(peer.tlsRoot),
      })),
      identity: identity(content.service),
      administrator: identity(content.administrator),
      trustAnchor: from(content.trustAnchor),
    }),
  );
}

/** Writes the trust anchor the first time; afterwards it is pinned. */
export async function writeTrustAnchorOnce(file: string, anchor: () => Promise<unknown>): Promise<void> {
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  if (!there) await writeWhole(file, json(await anchor()));
}

const portFile = z.object({ port: z.number().int().min(1).max(65_535) });

/** The port of the last run, so that clients find the ledger again after a restart; 0 when there was none. */
export async function lastPort(dir: string): Promise<number> {
  try {
    return portFile.parse(JSON.parse(await readFile(join(dir, 'port.json'), 'utf8'))).port;
  } catch {
    return 0;
  }
}

export async function rememberPort(dir: string, port: number): Promise<void> {
  await writeWhole(join(dir, 'port.json'), json({ port }));
}
