import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

const SETTINGS = `
[tsa]
default_tsa = ours
[ours]
serial = tsa.serial
signer_digest = sha256
digests = sha256, sha384, sha512
default_policy = 1.2.3.4.1
accuracy = secs:1
ess_cert_id_alg = sha256
`;

export interface OpensslAuthority {
  readonly url: string;
  close(): void;
}

/**
 * A time-stamping authority that OpenSSL is, with the certificate of the key store's own.
 * @param keys the folder of a key store
 */
export async function startOpensslAuthority(keys: string): Promise<OpensslAuthority> {
  const pem = async (name: string, file: string): Promise<unknown> =>
    run('openssl', ['x509', '-inform', 'der', '-in', `ca/${name}.cer`, '-out', file], { cwd: keys });
  await writeFile(join(keys, 'tsa.cnf'), SETTINGS);
  await writeFile(join(keys, 'tsa.serial'), '1000\n');
  await pem('timestamp', 'tsa.pem');
  await pem('issuing', 'tsa-chain.pem');
  const server = createServer((request, response) => {
    void (async () => {
      await writeFile(join(keys, 'asked.tsq'), await buffer(request));
      const args = ['-config', 'tsa.cnf', '-queryfile', 'asked.tsq', '-out', 'answer.tsr'];
      const key = ['-inkey', 'ca/timestamp.key.pem', '-passin', 'file:passphrase'];
      const keyed = [...key, '-signer', 'tsa.pem', '-chain', 'tsa-chain.pem'];
      await run('openssl', ['ts', '-reply', ...args, ...keyed], { cwd: keys });
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(await readFile(join(keys, 'answer.tsr')));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  // Whoever asks again after some busy seconds would meet a connection that is just being closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}
