import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How an authority is set up and what it makes of OpenSSL's answers. */
export interface AuthorityShape {
  /** The signer's key, as `openssl genpkey` takes it. */
  readonly key: readonly string[];
  /** Certificates that tokens bring, beside the signer's. */
  readonly chain: readonly ('issuing' | 'root')[];
  /** Lines that change OpenSSL's stock `[tsa_config1]`. */
  readonly settings?: string;
  /** Extensions of the signer's certificate beside its purpose. */
  readonly extensions?: string;
  /** Puts into a token what its signature does not cover. */
  readonly rewrite?: (answer: Buffer, crl: Buffer) => Buffer;
}

export interface ForeignAuthority {
  readonly url: string;
  /** PEM of the root alone. */
  readonly rootFile: string;
  /** PEM of all that a service is told: the authorities that tokens do not bring as well. */
  readonly rootsFile: string;
  close(): void;
}

export const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
const EXTENSIONS = `
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[tsa]
extendedKeyUsage = critical, timeStamping
`;

/** A time-stamping authority with a chain of its own, run by `openssl ts` with the configuration that OpenSSL ships. */
export async function startForeignAuthority(
  folder: string,
  shape: AuthorityShape,
): Promise<ForeignAuthority> {
  await mkdir(join(folder, 'demoCA', 'private'), { recursive: true });
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  await writeFile(join(folder, 'extensions.cnf'), `${EXTENSIONS}${shape.extensions ?? ''}\n`);
  const certify = async (name: string, by: string, section: string, key = RSA): Promise<void> => {
    await openssl('genpkey', ...key, '-out', `${name}.key`);
    await openssl(
      'req',
      '-new',
      '-key',
      `${name}.key`,
      '-subj',
      `/CN=foreign ${name}`,
      '-out',
      `${name}.csr`,
    );
    const signing = by === name ? ['-signkey', `${name}.key`] : ['-CA', `${by}.pem`, '-CAkey', `${by}.key`];
    const form = ['-extfile', 'extensions.cnf', '-extensions', section, '-days', '30', '-out', `${name}.pem`];
    await openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-CAcreateserial', ...form);
  };
  await certify('root', 'root', 'ca');
  await certify('issuing', 'root', 'ca');
  await certify('tsa', 'issuing', 'tsa', [...shape.key]);
  await configure(folder, shape, openssl);
  const crl = await readFile(join(folder, 'issuing.crl'));

  const server = createServer((request, response) => {
    void (async () => {
      await writeFile(join(folder, 'asked.tsq'), await buffer(request));
      await openssl(
        'ts',
        '-reply',
        '-config',
        'openssl.cnf',
        '-queryfile',
        'asked.tsq',
        '-out',
        'answer.tsr',
      );
      const answer = await readFile(join(folder, 'answer.tsr'));
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(shape.rewrite?.(answer, crl) ?? answer);
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    rootFile: join(folder, 'root.pem'),
    rootsFile: join(folder, 'roots.pem'),
    close: () => void server.close(),
  };
}

/** The shipped configuration in this folder, with the files that it names there. */
async function configure(
  folder: string,
  { chain, settings = '' }: AuthorityShape,
  openssl: (...args: string[]) => Promise<unknown>,
): Promise<void> {
  const { stdout } = await run('openssl', ['version', '-d']);
  const shipped = await readFile(join(/"(.+)"/.exec(stdout)?.[1] ?? '', 'openssl.cnf'), 'utf8');
  const changed = settings.split('\n').map((line) => line.split('=')[0]?.trim());
  const kept = shipped.split('\n').filter((line) => {
    const [name = ''] = line.split('=');
    return !(line.includes('=') && changed.includes(name.trim()));
  });
  const at = kept.findIndex((line) => /^\[ *tsa_config1 *\]/.test(line));
  kept.splice(at + 1, 0, settings);
  await writeFile(join(folder, 'openssl.cnf'), kept.join('\n'));
  const pem = async (name: string): Promise<string> => readFile(join(folder, `${name}.pem`), 'utf8');
  await writeFile(join(folder, 'demoCA/tsacert.pem'), await pem('tsa'));
  await writeFile(join(folder, 'demoCA/cacert.pem'), (await Promise.all(chain.map(pem))).join(''));
  const told = chain.includes('issuing') ? ['root'] : ['root', 'issuing'];
  await writeFile(join(folder, 'roots.pem'), (await Promise.all(told.map(pem))).join(''));
  await writeFile(join(folder, 'demoCA/private/tsakey.pem'), await readFile(join(folder, 'tsa.key')));
  await writeFile(join(folder, 'demoCA/tsaserial'), '1000\n');
  await writeFile(join(folder, 'demoCA/index.txt'), '');
  await writeFile(join(folder, 'demoCA/crlnumber'), '01\n');
  const by = ['-cert', 'issuing.pem', '-keyfile', 'issuing.key', '-md', 'sha256'];
  await openssl('ca', '-config', 'openssl.cnf', '-gencrl', ...by, '-crldays', '7', '-out', 'issuing.crl.pem');
  await openssl('crl', '-in', 'issuing.crl.pem', '-outform', 'der', '-out', 'issuing.crl');
}
