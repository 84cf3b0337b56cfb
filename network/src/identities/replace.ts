import { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolderAtomically, writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { exists } from '../exists.js';
import type { Credential } from './authority.js';
import { authorityIn, readCredential, writeCredential } from './credential-folder.js';
import type { NodeRequest } from './province.js';

/** A member of a province's folder, and whether it has a TLS key beside its identity's. */
export interface ReplacedMember extends NodeRequest {
  readonly isNode: boolean;
}

/** What takes the place of a member's keys, while it does: made whole before anything is changed. */
export interface Replacement {
  /** The certificate whose key may be known to others, PEM. */
  readonly replaced: string;
  readonly identity: Credential;
  /** Of a node. */
  readonly tls: Credential | undefined;
}

const IDENTITY = 'identity';
const TLS = 'tls';
const next = (folder: string, name: string): string => join(folder, name, 'next');
/** Certificates that the organisation has revoked, by serial number. */
const revokedIn = (folder: string): string => join(folder, 'revoked');

/**
 * Makes new keys and certificates for a member aside, and counts its present certificate as revoked; or finds the
 * ones that an earlier try has made. Needs the authorities' keys.
 */
export async function stageReplacement(
  folder: string,
  mspId: string,
  member: ReplacedMember,
): Promise<Replacement> {
  const { name, isNode, hosts } = member;
  const staged = next(folder, name);
  if (!(await exists(staged))) {
    const replaced = await readFile(join(folder, name, 'msp', 'signcerts', 'cert.pem'), 'utf8');
    await mkdir(revokedIn(folder), { recursive: true });
    const { serialNumber } = new X509Certificate(replaced);
    await writeFileAtomically(join(revokedIn(folder), `${serialNumber}.pem`), replaced);
    await makeFolderAtomically(
      staged,
      async (partial) => {
        await writeFile(join(partial, 'replaced.pem'), replaced);
        const identities = await authorityIn(join(folder, 'ca'), mspId);
        await writeCredential(join(partial, IDENTITY), await identities.issueIdentity(member));
        if (!isNode) return;
        const nodes = await authorityIn(join(folder, 'tlsca'), mspId);
        await writeCredential(join(partial, TLS), await nodes.issueTls({ name, hosts }));
      },
      0o700,
    );
  }
  return {
    replaced: await readFile(join(staged, 'replaced.pem'), 'utf8'),
    identity: await readCredential(join(staged, IDENTITY)),
    tls: isNode ? await readCredential(join(staged, TLS)) : undefined,
  };
}

/** Puts the new keys in the place of the old, which are kept nowhere. Can be repeated. */
export async function installReplacement(
  folder: string,
  name: string,
  { identity, tls }: Replacement,
): Promise<void> {
  const member = join(folder, name);
  await writeFileAtomically(join(member, 'msp', 'keystore', 'priv_sk'), identity.privateKey, 0o600);
  await writeFileAtomically(join(member, 'msp', 'signcerts', 'cert.pem'), identity.certificate);
  if (tls === undefined) return;
  await writeFileAtomically(join(member, 'tls', 'server.key'), tls.privateKey, 0o600);
  await writeFileAtomically(join(member, 'tls', 'server.crt'), tls.certificate);
}

/** The replacement is done: nothing is left aside. */
export async function endReplacement(folder: string, name: string): Promise<void> {
  await rm(next(folder, name), { recursive: true });
}

/**
 * Writes the list of everything that the organisation has revoked where its own nodes read it, besides what the
 * channel says.
 * @returns the list (RFC 5280 §5), PEM
 */
export async function writeRevocationList(folder: string, mspId: string): Promise<string> {
  const files = await readdir(revokedIn(folder));
  const certificates = await Promise.all(files.map((file) => readFile(join(revokedIn(folder), file))));
  const serials = certificates.map((pem) => new X509Certificate(pem).serialNumber);
  const authority = await authorityIn(join(folder, 'ca'), mspId);
  const list = await authority.issueRevocationList(serials.sort());
  const entries = await readdir(folder, { withFileTypes: true });
  const msps = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name, 'msp'));
  for (const msp of [join(folder, 'msp'), ...msps]) {
    if (!(await exists(msp))) continue;
    await mkdir(join(msp, 'crls'), { recursive: true });
    await writeFileAtomically(join(msp, 'crls', 'crl.pem'), list);
  }
  return list;
}
