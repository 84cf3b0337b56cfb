import { dirname, relative } from 'node:path';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { prettyJson } from '../pretty-json.js';

/** Paths of a certificate and its private key. */
interface IdentityFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface LedgerFileContent {
  readonly channel: string;
  readonly chaincode: string;
  readonly mspId: string;
  readonly region: string;
  readonly name: string;
  /** The province's own peers first, then those to fail over to. */
  readonly peers: readonly { readonly mspId: string; readonly endpoint: string; readonly tlsRoot: string }[];
  readonly trustAnchor: string;
  readonly service: IdentityFiles;
  readonly administrator: IdentityFiles;
}

/** The file by which a province's service finds its peers, its identity and the trust anchor; paths are relative to it. */
export async function writeLedgerFile(file: string, content: LedgerFileContent): Promise<void> {
  const { channel, chaincode, mspId, region, name, service, administrator } = content;
  const from = (path: string): string => relative(dirname(file), path);
  const identity = ({ certificate, privateKey }: IdentityFiles): IdentityFiles => ({
    certificate: from(certificate),
    privateKey: from(privateKey),
  });
  const text = prettyJson({
    v: 1,
    channel,
    chaincode,
    mspId,
    region,
    provinceName: name,
    peers: content.peers.map((peer) => ({
      mspId: peer.mspId,
      endpoint: peer.endpoint,
      tlsRoots: from(peer.tlsRoot),
    })),
    identity: identity(service),
    administrator: identity(administrator),
    trustAnchor: from(content.trustAnchor),
  });
  await writeFileAtomically(file, text);
}
