import { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { nodeOuConfig } from '../../identities/index.js';
import { exists } from '../../exists.js';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { NetworkError } from '../errors.js';
import { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricPlan } from '../plan/index.js';
import type { Member } from './member.js';

/** A certificate that others must have, and whose root it ends in; roots are their own. */
interface PublicCertificate {
  readonly file: string;
  readonly root: string;
}

/** The certificates of an organisation that everybody needs, below its folder: its roots, and of its orderers. */
function publicCertificates(folders: NetworkFolders, plan: FabricPlan, mspId: string): PublicCertificate[] {
  const [authority, tlsRoot] = [folders.authority(mspId), folders.tlsRoot(mspId)];
  const orderers = plan.orderers.filter((orderer) => orderer.mspId === mspId).map(ordererName);
  return [
    { file: authority, root: authority },
    { file: tlsRoot, root: tlsRoot },
    ...orderers.flatMap((name) => [
      { file: folders.identity(mspId, name).certificate, root: authority },
      { file: folders.tls(mspId, name).certificate, root: tlsRoot },
    ]),
  ];
}

const configFile = (folders: NetworkFolders, mspId: string): string =>
  join(folders.organisationMsp(mspId), 'config.yaml');

/** What people compare by telephone: the SHA-256 of a certificate, in bytes. */
export interface Fingerprint {
  readonly mspId: string;
  readonly what: 'CA' | 'TLS CA';
  readonly sha256: string;
}

async function fingerprints(folders: NetworkFolders, mspId: string): Promise<Fingerprint[]> {
  const of = async (file: string): Promise<string> =>
    new X509Certificate(await readFile(file)).fingerprint256;
  return [
    { mspId, what: 'CA', sha256: await of(folders.authority(mspId)) },
    { mspId, what: 'TLS CA', sha256: await of(folders.tlsRoot(mspId)) },
  ];
}

/** Writes the folder `public`, which the other organisations get. */
export async function writePublicPart({ folders, plan, organisation }: Member): Promise<Fingerprint[]> {
  const { mspId } = organisation;
  const target = join(folders.root, 'public');
  await rm(target, { recursive: true, force: true });
  const files = publicCertificates(folders, plan, mspId).map(({ file }) => file);
  for (const file of [configFile(folders, mspId), ...files]) {
    const path = join(target, relative(folders.root, file));
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, await readFile(file));
  }
  return fingerprints(folders, mspId);
}

function refuse(mspId: string, why: string): never {
  throw new NetworkError('PART_REFUSED', `What ${mspId} handed over ${why}; nothing of it was taken.`);
}

/** The bytes go into the channel's configuration, which must be the same everywhere: nothing may stand beside. */
async function certificateIn(file: string, mspId: string): Promise<X509Certificate> {
  const text = await readFile(file, 'utf8').catch(() => '');
  let certificate: X509Certificate | undefined;
  try {
    certificate = new X509Certificate(text);
  } catch {
    // Said below, by the name of the file.
  }
  return certificate?.toString() === text
    ? certificate
    : refuse(mspId, `has no certificate, or more than one certificate, in ${file}`);
}

/** Reads exactly what is needed of the folder; a key handed over by mistake is not even looked at. */
async function readPart(from: NetworkFolders, plan: FabricPlan, mspId: string): Promise<Map<string, string>> {
  const taken = new Map<string, string>();
  for (const { file, root } of publicCertificates(from, plan, mspId)) {
    const certificate = await certificateIn(file, mspId);
    const issuer = await certificateIn(root, mspId);
    if (file === root && !certificate.ca) refuse(mspId, `has no certificate authority in ${file}`);
    if (!certificate.verify(issuer.publicKey)) refuse(mspId, `is not signed by its own authority: ${file}`);
    taken.set(relative(from.root, file), certificate.toString());
  }
  const config = configFile(from, mspId);
  if ((await readFile(config, 'utf8').catch(() => '')) !== nodeOuConfig())
    refuse(
      mspId,
      'tells peers, clients and administrators apart by other rules than everybody’s (config.yaml)',
    );
  return taken.set(relative(from.root, config), nodeOuConfig());
}

/** Whose part a folder is: the one other organisation in it. */
async function ownerOf(folder: string, { others }: Member): Promise<string> {
  const found = await readdir(join(folder, 'organisations')).catch(() => []);
  const [mspId, ...more] = found.filter((name) => others.some((other) => other.mspId === name));
  if (mspId !== undefined && more.length === 0) return mspId;
  throw new NetworkError(
    'PART_REFUSED',
    `${folder} is not the folder “public” of another organisation of network.json.`,
  );
}

/**
 * Takes another organisation's folder `public`.
 *
 * @throws NetworkError `PART_REFUSED` where it is not whole, not consistent, or not what was taken before
 */
export async function acceptPart(member: Member, folder: string): Promise<Fingerprint[]> {
  const { folders, plan } = member;
  const mspId = await ownerOf(folder, member);
  const taken = await readPart(new NetworkFolders(folder), plan, mspId);
  for (const [file, text] of taken) {
    const target = join(folders.root, file);
    if ((await exists(target)) && (await readFile(target, 'utf8')) !== text)
      refuse(mspId, `differs from what was taken before: ${target}`);
  }
  for (const [file, text] of taken) {
    const target = join(folders.root, file);
    await mkdir(dirname(target), { recursive: true });
    await writeFileAtomically(target, text);
  }
  return fingerprints(folders, mspId);
}
