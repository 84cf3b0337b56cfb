import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PKCS#12 file with its passphrase. */
export interface DepartmentKeyFile {
  readonly bytes: Buffer;
  readonly passphrase: string;
}

/** An authority that this project did not make: OpenSSL, a root and an issuing authority, its lists served over HTTP. */
export interface DepartmentAuthority {
  readonly url: string;
  /** PEM. */
  readonly rootFile: string;
  /** A new key with its certificate and those of its issuers. `options`: of `openssl pkcs12`. */
  keyFile(kind: 'P-256' | 'RSA', how?: { readonly options?: readonly string[] }): Promise<DepartmentKeyFile>;
  /** PEM: the certificate for a request, and those of its issuers. */
  answer(request: string, how?: { readonly days?: number; readonly section?: string }): Promise<string>;
  close(): Promise<void>;
}

const PASSPHRASE = "a department's passphrase";
const KEYS = {
  'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  RSA: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
} as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const asn1Time = (at: number): string => `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

/** As departments' authorities have it: RSA above, its lists and certificates at addresses. */
const configuration = (url: string): string => `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${url}/root.crl
authorityInfoAccess = caIssuers;URI:${url}/root.cer
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = CA:false
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${url}/issuing.crl
authorityInfoAccess = caIssuers;URI:${url}/issuing.cer
[encipherment]
basicConstraints = CA:false
keyUsage = critical, keyEncipherment
[ca]
default_ca = ours
[ours]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 7
new_certs_dir = .
rand_serial = yes
unique_subject = no
policy = any
[any]
countryName = optional
organizationName = optional
organizationIdentifier = optional
commonName = supplied
`;

export async function startDepartmentAuthority(folder: string): Promise<DepartmentAuthority> {
  await mkdir(folder, { recursive: true });
  const server = createServer((request, response) => {
    void readFile(join(folder, (request.url ?? '').replace(/[^a-z.]/g, ''))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  await writeFile(join(folder, 'ours.cnf'), configuration(url));
  await writeFile(join(folder, 'index.txt'), '');
  await writeFile(join(folder, 'crlnumber'), '01\n');

  // Back by an hour, as authorities do it: validators take no list that is older than the certificate.
  const certify = (
    request: string,
    by: string,
    section: string,
    days: number,
    out: string,
  ): Promise<unknown> => {
    const from = Date.now() - HOUR_MS;
    return openssl(
      ...['ca', '-batch', '-notext', '-preserveDN', '-config', 'ours.cnf', '-in', request, '-out', out],
      ...['-startdate', asn1Time(from), '-enddate', asn1Time(from + days * DAY_MS)],
      ...(by === ''
        ? ['-selfsign', '-keyfile', 'root.key']
        : ['-cert', `${by}.pem`, '-keyfile', `${by}.key`]),
      ...['-extensions', section],
    );
  };
  const requestFor = async (name: string, subject: string, key: readonly string[]): Promise<string> => {
    await openssl('genpkey', ...key, '-out', `${name}.key`);
    const config = ['-config', 'ours.cnf', '-utf8', '-subj', subject];
    await openssl('req', '-new', '-key', `${name}.key`, ...config, '-out', `${name}.csr`);
    return `${name}.csr`;
  };
  const lists = async (name: string): Promise<void> => {
    const by = ['-cert', `${name}.pem`, '-keyfile', `${name}.key`];
    await openssl('ca', '-config', 'ours.cnf', '-gencrl', ...by, '-out', `${name}.crl.pem`);
    await openssl('crl', '-in', `${name}.crl.pem`, '-outform', 'der', '-out', `${name}.crl`);
    await openssl('x509', '-in', `${name}.pem`, '-outform', 'der', '-out', `${name}.cer`);
  };
  const name = (commonName: string): string => `/C=CN/O=某部门数字证书认证中心/CN=${commonName}`;
  await certify(await requestFor('root', name('根'), KEYS.RSA), '', 'root', 365, 'root.pem');
  await certify(await requestFor('issuing', name('签发'), KEYS.RSA), 'root', 'authority', 365, 'issuing.pem');
  await lists('root');
  await lists('issuing');
  const issuers = async (): Promise<string> =>
    (await readFile(join(folder, 'issuing.pem'), 'utf8')) +
    (await readFile(join(folder, 'root.pem'), 'utf8'));
  await writeFile(join(folder, 'issuers.pem'), await issuers());

  return {
    url,
    rootFile: join(folder, 'root.pem'),
    async keyFile(kind, { options = [] } = {}) {
      const request = await requestFor('signer', name('某部门证照专用章'), KEYS[kind]);
      await certify(request, 'issuing', 'signer', 90, 'signer.pem');
      const held = ['-inkey', 'signer.key', '-in', 'signer.pem', '-certfile', 'issuers.pem'];
      const out = ['-passout', `pass:${PASSPHRASE}`, '-out', 'signer.p12'];
      await openssl('pkcs12', '-export', ...held, ...options, ...out);
      return { bytes: await readFile(join(folder, 'signer.p12')), passphrase: PASSPHRASE };
    },
    async answer(request, { days = 90, section = 'signer' } = {}) {
      await writeFile(join(folder, 'asked.csr'), request);
      await openssl('req', '-in', 'asked.csr', '-verify', '-noout', '-config', 'ours.cnf');
      await certify('asked.csr', 'issuing', section, days, 'answer.pem');
      return (await readFile(join(folder, 'answer.pem'), 'utf8')) + (await issuers());
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
