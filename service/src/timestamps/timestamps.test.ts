import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyStore } from '../signing/index.js';
import { EmbeddedTimestampAuthority, HttpTimestampAuthority, timestampHandler } from './index.js';

let dir: string;
let store: KeyStore;
let authority: EmbeddedTimestampAuthority;
let server: Server;
let url: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cb-tsa-'));
  store = await KeyStore.open(dir, { caBaseUrl: 'http://ca.example/ca' });
  authority = await EmbeddedTimestampAuthority.create({
    signer: store.timestampSigner,
    validationData: () => store.validationData(store.timestampSigner),
  });
  const koa = new Koa();
  koa.use(timestampHandler(authority));
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- Koa's callback answers through the response
  server = createServer(koa.callback()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.close();
  await rm(dir, { recursive: true });
});

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' });

describe('embedded time-stamping authority', () => {
  it.each(['-sha256', '-sha512'])('answers so that openssl ts -verify accepts it (%s)', async (hash) => {
    await writeFile(join(dir, 'file'), 'content');
    await writeFile(join(dir, 'roots.pem'), store.documentRootsPem());
    openssl('ts', '-query', '-data', 'file', hash, '-cert', '-out', 'query.tsq');
    const { readFile } = await import('node:fs/promises');
    const reply = await fetch(url, { method: 'POST', body: await readFile(join(dir, 'query.tsq')) });
    expect(reply.headers.get('content-type')).toBe('application/timestamp-reply');
    await writeFile(join(dir, 'reply.tsr'), Buffer.from(await reply.arrayBuffer()));
    const verified = openssl(
      'ts',
      '-verify',
      '-queryfile',
      'query.tsq',
      '-in',
      'reply.tsr',
      '-CAfile',
      'roots.pem',
    );
    expect(verified).toContain('Verification: OK');
  });

  it('refuses what it cannot stamp, in the form of the protocol', async () => {
    openssl('ts', '-query', '-data', 'file', '-sha1', '-out', 'sha1.tsq');
    const { readFile } = await import('node:fs/promises');
    for (const body of [await readFile(join(dir, 'sha1.tsq')), Buffer.from('rubbish'), Buffer.alloc(0)]) {
      await writeFile(join(dir, 'no.tsr'), await authority.answer(body));
      expect(openssl('ts', '-reply', '-in', 'no.tsr', '-text')).toMatch(/Status: Rejected/);
    }
  });

  it('never makes a token longer than it says', async () => {
    for (let n = 0; n < 200; n++) {
      expect((await authority.stamp(new Uint8Array(32).fill(n))).length).toBeLessThanOrEqual(
        authority.maxTokenLength,
      );
    }
  });
});

describe('client of any authority', () => {
  it('takes a verified token and learns the chain', async () => {
    const roots = [Buffer.from(store.documentRootsPem())];
    const client = await HttpTimestampAuthority.open({ url, roots });
    const token = await client.stamp(new Uint8Array(32).fill(7));
    expect(token.length).toBeLessThanOrEqual(client.maxTokenLength);
    expect((await client.validationData()).certificates.length).toBeGreaterThanOrEqual(3);
  });

  it('refuses a token for another digest, of another root, and an answer that is none', async () => {
    const replay = await authority.answer(Buffer.from('3039020101303130', 'hex'));
    const answering =
      (body: Uint8Array): typeof fetch =>
      () =>
        Promise.resolve(new Response(new Uint8Array(body)));
    await expect(HttpTimestampAuthority.open({ url, fetch: answering(replay) })).rejects.toMatchObject({
      code: 'TIMESTAMP_REFUSED',
    });
    const { encodeRequest } = await import('./request.js');
    const other = await authority.answer(encodeRequest(new Uint8Array(32), Uint8Array.of(1, 2, 3)));
    await expect(HttpTimestampAuthority.open({ url, fetch: answering(other) })).rejects.toMatchObject({
      code: 'TIMESTAMP_WRONG',
    });
    await expect(
      HttpTimestampAuthority.open({ url, fetch: answering(Buffer.from('x')) }),
    ).rejects.toMatchObject({ code: 'TIMESTAMP_WRONG' });
    const stranger = await KeyStore.open(join(dir, 'other'), { caBaseUrl: 'http://ca.example/ca' });
    await expect(
      HttpTimestampAuthority.open({ url, roots: [Buffer.from(stranger.documentRootsPem())] }),
    ).rejects.toMatchObject({ code: 'TIMESTAMP_WRONG' });
  });

  it('says when there is no authority', async () => {
    await expect(HttpTimestampAuthority.open({ url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
      code: 'TIMESTAMP_UNREACHABLE',
    });
  });
});
