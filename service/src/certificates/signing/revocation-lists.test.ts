import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchCrls } from './index.js';

const PART = Buffer.alloc(64 * 1024);
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
let keys: webcrypto.CryptoKeyPair;
let list: Buffer;
const asked: (string | undefined)[] = [];
let endless: Promise<unknown> | undefined;
let sent = 0;
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let inside = '';
let authority = '';
beforeAll(async () => {
  keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const crl = await x509.X509CrlGenerator.create({
    issuer: 'CN=x',
    signingAlgorithm: ALGORITHM,
    signingKey: keys.privateKey,
  });
  list = Buffer.from(crl.rawData);
  inside = await serve((request, response) => {
    asked.push(request.url);
    response.end(list);
  });
  authority = await serve((request, response) => {
    if (request.url === '/list') response.end(list);
    if (request.url === '/elsewhere') response.writeHead(302, { location: `${inside}/secret` }).end();
    if (request.url !== '/endless') return;
    endless = once(response, 'close');
    const more = (): void => {
      do sent += PART.length;
      while (!response.destroyed && response.write(PART));
    };
    response.on('drain', more);
    more();
  });
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A certificate that names where its authority's list is. */
async function naming(url: string): Promise<Uint8Array> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=x',
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new x509.CRLDistributionPointsExtension([url])],
  });
  return new Uint8Array(certificate.rawData);
}

it('a list is fetched from where a certificate names, and no answer leads elsewhere', async () => {
  expect(await fetchCrls([await naming(`${authority}/list`)])).toEqual([new Uint8Array(list)]);
  expect(await fetchCrls([await naming(`${authority}/elsewhere`)])).toEqual([]);
  expect(asked).toEqual([]);
});

it('a list without end is left as soon as it is too long', async () => {
  expect(await fetchCrls([await naming(`${authority}/endless`)])).toEqual([]);
  await endless;
  // What lies in buffers was sent besides.
  expect(sent).toBeLessThan(64 * 2 ** 20);
});
