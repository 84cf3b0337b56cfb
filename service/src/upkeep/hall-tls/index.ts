/** TLS for halls (大厅的 TLS): a local authority of one server, and how its root is installed on the windows' PCs. */
import 'reflect-metadata';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { isIP, isIPv4 } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { createPrivateFile, writeFileAtomically } from '../../platform/files/index.js';
import { certifyServer, keyToPem, keysFromPem, makeAuthority, makeServerKeys, namesOf } from './authority.js';
import type { Authority } from './authority.js';
import { folderInUse, authorityMissing, nameRefused } from './errors.js';
import { installation } from './installation.js';

const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Files of a folder: what PCs install, what the service is set to, and the key of the authority. */
const files = {
  authority: 'authority.crt',
  authorityKey: 'authority.key',
  chain: 'chain.pem',
  key: 'key.pem',
  installation: 'install.txt',
} as const;

export interface HallTls {
  readonly names: readonly string[];
  /** SHA-256 of the authority's certificate, as systems show it: pairs of hex digits with colons. */
  readonly fingerprint: string;
  readonly notAfter: Date;
  /** Paths. */
  readonly chain: string;
  readonly key: string;
  readonly authority: string;
  readonly installation: string;
}

/**
 * Makes an authority and a server's certificate; without names, renews the certificate of the folder's.
 * @param names host names and IPv4 addresses by which the server is called; the first names it
 * @throws Problem `TLS_NAME_REFUSED`, `TLS_FOLDER_IN_USE`, `TLS_AUTHORITY_MISSING`
 */
export async function hallTls(folder: string, names: readonly string[]): Promise<HallTls> {
  const at = (name: keyof typeof files): string => join(folder, files[name]);
  const own = names.map((name) => name.toLowerCase());
  for (const name of own)
    if (isIP(name) === 6 || !(isIPv4(name) || HOST_NAME.test(name))) throw nameRefused(name);
  if (own.length === 0) return renew(folder, at);
  const there: readonly string[] = await readdir(folder).catch(() => []);
  if (Object.values(files).some((file) => there.includes(file))) throw folderInUse(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [authority, keys] = await Promise.all([makeAuthority(own), makeServerKeys()]);
  await createPrivateFile(at('key'), await keyToPem(keys));
  await writeFileAtomically(at('authority'), pem(authority.certificate));
  const made = await certify(authority, { names: own, publicKey: keys.publicKey, at });
  await writeFileAtomically(at('installation'), installation(made));
  await createPrivateFile(at('authorityKey'), await keyToPem(authority.keys));
  return made;
}

type At = (name: keyof typeof files) => string;

/** The key stays, so that certificate and key fit at any moment. */
async function renew(folder: string, at: At): Promise<HallTls> {
  const read = (name: keyof typeof files): Promise<string> => readFile(at(name), 'utf8');
  const [root, rootKey, chain, key] = await Promise.all(
    (['authority', 'authorityKey', 'chain', 'key'] as const).map(read),
  ).catch((cause: unknown) => {
    throw authorityMissing(folder, cause);
  });
  const authority = {
    certificate: new x509.X509Certificate(root ?? ''),
    keys: await keysFromPem(rootKey ?? ''),
  };
  const names = namesOf(new x509.X509Certificate(chain ?? ''));
  const { publicKey } = await keysFromPem(key ?? '');
  return certify(authority, { names, publicKey, at });
}

async function certify(
  authority: Authority,
  { names, publicKey, at }: Parameters<typeof certifyServer>[1] & { readonly at: At },
): Promise<HallTls> {
  const server = await certifyServer(authority, { names, publicKey });
  await writeFileAtomically(at('chain'), `${pem(server)}${pem(authority.certificate)}`);
  const digest = Buffer.from(await authority.certificate.getThumbprint('SHA-256'));
  return {
    names,
    fingerprint: digest.toString('hex').toUpperCase().match(/../g)?.join(':') ?? '',
    notAfter: server.notAfter,
    ...{ chain: at('chain'), key: at('key'), authority: at('authority'), installation: at('installation') },
  };
}

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString('pem').trim()}\n`;
