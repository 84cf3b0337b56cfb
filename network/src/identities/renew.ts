import { X509Certificate } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import type { IdentityRequest } from './authority.js';
import { authorityIn } from './credential-folder.js';
import type { NodeRequest } from './province.js';

/** Puts a certificate in the place of another, which is kept under `previous/`, named by its serial number. */
async function replace(member: string, file: string, certificate: string): Promise<void> {
  const { serialNumber } = new X509Certificate(await readFile(file));
  const kept = join(member, 'previous', `${serialNumber}.pem`);
  await mkdir(dirname(kept), { recursive: true });
  await copyFile(file, kept);
  await writeFileAtomically(file, certificate);
}

/**
 * Gives a member of a province's folder a new certificate for the key that it has, so that whoever knows the
 * key, such as the channel its orderers, need not be told.
 */
export async function renewIdentity(folder: string, mspId: string, member: IdentityRequest): Promise<void> {
  const authority = await authorityIn(join(folder, 'ca'), mspId);
  const msp = join(folder, member.name, 'msp');
  const privateKey = await readFile(join(msp, 'keystore', 'priv_sk'), 'utf8');
  const { certificate } = await authority.issueIdentity({ ...member, privateKey });
  await replace(join(folder, member.name), join(msp, 'signcerts', 'cert.pem'), certificate);
}

/** The same for the TLS certificate of a node. */
export async function renewTls(folder: string, mspId: string, node: NodeRequest): Promise<void> {
  const authority = await authorityIn(join(folder, 'tlsca'), mspId);
  const tls = join(folder, node.name, 'tls');
  const privateKey = await readFile(join(tls, 'server.key'), 'utf8');
  const { certificate } = await authority.issueTls({ name: node.name, hosts: node.hosts, privateKey });
  await replace(join(folder, node.name), join(tls, 'server.crt'), certificate);
}
