import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credential } from './authority.js';

/** The organisational unit that tells each kind of identity. */
export const nodeOuIdentifiers = {
  client: 'client',
  peer: 'peer',
  admin: 'admin',
  orderer: 'orderer',
} as const;

/** The MSP's config.yaml: identities are told apart by OU, under this certificate authority only. */
export function nodeOuConfig(): string {
  const identifiers = Object.values(nodeOuIdentifiers).map((unit) => {
    const key = `${unit.charAt(0).toUpperCase()}${unit.slice(1)}OUIdentifier`;
    return `  ${key}:\n    Certificate: cacerts/ca.pem\n    OrganizationalUnitIdentifier: ${unit}\n`;
  });
  return `NodeOUs:\n  Enable: true\n${identifiers.join('')}`;
}

export interface MspFolder {
  readonly authority: string;
  readonly tlsAuthority: string;
  /** Absent for the MSP of an organisation, which has no signing identity of its own. */
  readonly identity?: Credential;
}

async function writeNew(file: string, content: string, mode: number): Promise<void> {
  await writeFile(file, content, { flag: 'wx', mode });
}

/** Writes a folder in the layout that `peer`, `orderer` and `configtxgen` read; refuses to overwrite anything. */
export async function writeMspFolder(folder: string, msp: MspFolder): Promise<void> {
  for (const name of ['cacerts', 'tlscacerts']) await mkdir(join(folder, name), { recursive: true });
  await writeNew(join(folder, 'config.yaml'), nodeOuConfig(), 0o644);
  await writeNew(join(folder, 'cacerts', 'ca.pem'), msp.authority, 0o644);
  await writeNew(join(folder, 'tlscacerts', 'tlsca.pem'), msp.tlsAuthority, 0o644);
  if (msp.identity === undefined) return;
  await mkdir(join(folder, 'signcerts'));
  await mkdir(join(folder, 'keystore'), { mode: 0o700 });
  await writeNew(join(folder, 'signcerts', 'cert.pem'), msp.identity.certificate, 0o644);
  await writeNew(join(folder, 'keystore', 'priv_sk'), msp.identity.privateKey, 0o600);
}

/** Writes `server.crt`, `server.key` and `ca.crt`, as Fabric's samples name them. */
export async function writeTlsFolder(
  folder: string,
  credential: Credential,
  authority: string,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeNew(join(folder, 'server.crt'), credential.certificate, 0o644);
  await writeNew(join(folder, 'server.key'), credential.privateKey, 0o600);
  await writeNew(join(folder, 'ca.crt'), authority, 0o644);
}
