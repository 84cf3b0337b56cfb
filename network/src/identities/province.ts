import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolderAtomically } from '@certbridge/verifier-sdk/node';
import { exists } from '../exists.js';
import { CertificateAuthority } from './authority.js';
import type { Credential, IdentityRequest } from './authority.js';
import { readCredential, writeCredential } from './credential-folder.js';
import { writeMspFolder, writeTlsFolder } from './msp-folder.js';

export interface ProvinceSpec {
  readonly mspId: string;
  /** GB/T 2260 prefix, two digits. */
  readonly region: string;
  readonly name: string;
}

/** Folder of an identity's MSP and, for nodes, of its TLS certificate. */
export interface IdentityFolder {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a province has on disk: two certificate authorities, nodes with TLS, people and services without. */
export interface Province {
  readonly spec: ProvinceSpec;
  readonly folder: string;
  readonly authority: Credential;
  readonly tlsAuthority: Credential;
}

export interface NodeRequest extends IdentityRequest {
  /** Names under which clients connect; `localhost` unless given. */
  readonly hosts?: readonly string[] | undefined;
}

/** Nodes (peers, orderers) get TLS certificates; all others are identities only. */
export interface ProvinceMembers {
  readonly nodes: readonly NodeRequest[];
  readonly users: readonly IdentityRequest[];
}

const AUTHORITIES = { authority: 'ca', tlsAuthority: 'tlsca' } as const;

async function writeProvince(folder: string, spec: ProvinceSpec, members: ProvinceMembers): Promise<void> {
  const authority = await CertificateAuthority.create(spec.mspId, `ca.${spec.mspId}`);
  const tlsAuthority = await CertificateAuthority.create(spec.mspId, `tlsca.${spec.mspId}`);
  const roots = {
    authority: authority.credential.certificate,
    tlsAuthority: tlsAuthority.credential.certificate,
  };
  await writeCredential(join(folder, AUTHORITIES.authority), authority.credential);
  await writeCredential(join(folder, AUTHORITIES.tlsAuthority), tlsAuthority.credential);
  await writeMspFolder(join(folder, 'msp'), roots);
  for (const member of [...members.nodes, ...members.users]) {
    const identity = await authority.issueIdentity(member);
    await writeMspFolder(join(folder, member.name, 'msp'), { ...roots, identity });
  }
  for (const node of members.nodes) {
    const tls = await tlsAuthority.issueTls({ name: node.name, hosts: node.hosts });
    await writeTlsFolder(join(folder, node.name, 'tls'), tls, roots.tlsAuthority);
  }
}

/**
 * Makes a province's folder unless it is there. It is made aside and then renamed, so that a crash leaves a
 * whole province or none, and nothing is ever overwritten.
 *
 * @returns the folder
 */
export async function makeProvince(
  parent: string,
  spec: ProvinceSpec,
  members: ProvinceMembers,
): Promise<string> {
  const folder = join(parent, spec.mspId);
  if (!(await exists(folder)))
    await makeFolderAtomically(folder, (partial) => writeProvince(partial, spec, members), 0o700);
  return folder;
}

/** A province with its authorities, made unless it is there. */
export async function openProvince(
  parent: string,
  spec: ProvinceSpec,
  members: ProvinceMembers,
): Promise<Province> {
  const folder = await makeProvince(parent, spec, members);
  return {
    spec,
    folder,
    authority: await readCredential(join(folder, AUTHORITIES.authority)),
    tlsAuthority: await readCredential(join(folder, AUTHORITIES.tlsAuthority)),
  };
}

/** Where the certificate and private key of a province's member lie. */
export function memberFiles(province: Province, name: string): IdentityFolder {
  const msp = join(province.folder, name, 'msp');
  return { certificate: join(msp, 'signcerts', 'cert.pem'), privateKey: join(msp, 'keystore', 'priv_sk') };
}

export async function readMember(province: Province, name: string): Promise<Credential> {
  const files = memberFiles(province, name);
  const [certificate, privateKey] = await Promise.all([
    readFile(files.certificate, 'utf8'),
    readFile(files.privateKey, 'utf8'),
  ]);
  return { certificate, privateKey };
}

/** Where the TLS certificate, key and root of a node lie. */
export function tlsFiles(
  province: Province,
  node: string,
): { certificate: string; privateKey: string; root: string } {
  const folder = join(province.folder, node, 'tls');
  return {
    certificate: join(folder, 'server.crt'),
    privateKey: join(folder, 'server.key'),
    root: join(folder, 'ca.crt'),
  };
}
