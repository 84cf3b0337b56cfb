import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyStore } from '../signing/index.js';
import { EmbeddedTimestampAuthority, HttpTimestampAuthority } from './index.js';
import { encodeRequest } from './request.js';

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
  server = createServer((request, response) => {
    void buffer(request)
      .then((body) => authority.answer(body))
      .then((answer) => response.end(answer));
  }).listen(0, '127.0.0.1');
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
    const reply = await fetch(url, { method: 'POST', body: await readFile(join(dir, 'query.tsq')) });
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
    for (const body of [await readFile(join(dir, 'sha1.tsq')), Buffer.from('rubbish'), Buffer.alloc(0)]) {
      await writeFile(join(dir, 'no.tsr'), await authority.answer(body));
      expect(openssl('ts', '-reply', '-in', 'no.tsr', '-text')).toMatch(/Status: Rejected/);
    }
  });

  it('never makes a token longer than it says', async () => {
    const max = await authority.maxTokenLength();
    for (let n = 0; n < 200; n++) {
      expect((await authority.stamp(new Uint8Array(32).fill(n))).length).toBeLessThanOrEqual(max);
    }
  });
});

const digest = new Uint8Array(32).fill(7);

describe('client of any authority', () => {
  it('takes a verified token and learns the chain', async () => {
    const roots = [Buffer.from(store.documentRootsPem())];
    const client = new HttpTimestampAuthority({ url, roots });
    const token = await client.stamp(digest);
    expect(token.length).toBeLessThanOrEqual(await client.maxTokenLength());
    expect((await client.validationData()).certificates.length).toBeGreaterThanOrEqual(3);
  });

  const answering =
    (body: Uint8Array): typeof fetch =>
    () =>
      Promise.resolve(new Response(new Uint8Array(body)));

  it('refuses a token for another digest, of another root, and an answer that is none', async () => {
    const stranger = await KeyStore.open(join(dir, 'other'), { caBaseUrl: 'http://ca.example/ca' });
    const refused = await authority.answer(Buffer.from('3039020101303130', 'hex'));
    const other = await authority.answer(encodeRequest(new Uint8Array(32), Uint8Array.of(1, 2, 3)));
    const stamping = (options: { fetch?: typeof fetch; roots?: Buffer[] }): Promise<Uint8Array> =>
      new HttpTimestampAuthority({ url, ...options }).stamp(digest);
    await expect(stamping({ fetch: answering(refused) })).rejects.toMatchObject({
      code: 'TIMESTAMP_REFUSED',
    });
    await expect(stamping({ fetch: answering(other) })).rejects.toMatchObject({ code: 'TIMESTAMP_WRONG' });
    await expect(stamping({ fetch: answering(Buffer.from('x')) })).rejects.toMatchObject({
      code: 'TIMESTAMP_WRONG',
    });
    await expect(stamping({ roots: [Buffer.from(stranger.documentRootsPem())] })).rejects.toMatchObject({
      code: 'TIMESTAMP_WRONG',
    });
  });

  it('reads as strictly as a window: a byte after the end, or a length that is not minimal, is refused', async () => {
    const changing =
      (change: (answer: Buffer) => Buffer): typeof fetch =>
      async (...request) =>
        new Response(new Uint8Array(change(Buffer.from(await (await fetch(...request)).arrayBuffer()))));
    const stamping = (change: (answer: Buffer) => Buffer): Promise<Uint8Array> =>
      new HttpTimestampAuthority({ url, fetch: changing(change) }).stamp(digest);
    const long = (answer: Buffer): Buffer =>
      Buffer.concat([Buffer.of(0x30, 0x83, 0, answer[2]!, answer[3]!), answer.subarray(4)]);
    await expect(stamping((answer) => answer)).resolves.toBeDefined();
    await expect(stamping((answer) => Buffer.concat([answer, Buffer.of(0)]))).rejects.toMatchObject({
      code: 'TIMESTAMP_WRONG',
    });
    await expect(stamping(long)).rejects.toMatchObject({ code: 'TIMESTAMP_WRONG' });
  });

  it.each([-1, 1])('refuses a time that is far from its own clock (%i)', async (sign) => {
    const stamping = (minutes: number): Promise<Uint8Array> => {
      const now = (): number => Date.now() + sign * minutes * 60_000;
      return new HttpTimestampAuthority({ url, now }).stamp(digest);
    };
    await expect(stamping(6)).rejects.toMatchObject({
      code: 'TIMESTAMP_CLOCKS_DIFFER',
      words: {
        zh: expect.stringContaining('请在两边启用 NTP') as string,
        en: expect.stringContaining('run NTP on both') as string,
      },
    });
    await expect(stamping(3)).resolves.toBeDefined();
  });

  it('says when there is no authority, and asks it again the next time', async () => {
    let away = true;
    const flaky: typeof fetch = (...request) =>
      away ? Promise.reject(new TypeError('ECONNREFUSED')) : fetch(...request);
    const client = new HttpTimestampAuthority({ url, fetch: flaky });
    await expect(client.maxTokenLength()).rejects.toMatchObject({ code: 'TIMESTAMP_UNREACHABLE' });
    away = false;
    expect(await client.maxTokenLength()).toBeGreaterThan(500);
    // What it learnt from it before does not prove it.
    await client.prove();
    away = true;
    await expect(client.prove()).rejects.toMatchObject({ code: 'TIMESTAMP_UNREACHABLE' });
  });

  it("fetches the authority's revocation lists anew after some hours, and keeps the old ones while it cannot", async () => {
    const lists = { asked: 0, away: false };
    const crl = (await store.publicFile('issuing.crl'))!;
    const fetching: typeof fetch = (address, init) => {
      if (!(address as string).startsWith('http://ca.example')) return fetch(address, init);
      lists.asked += 1;
      return Promise.resolve(
        lists.away ? new Response(null, { status: 503 }) : new Response(new Uint8Array(crl)),
      );
    };
    let now = Date.now();
    const client = new HttpTimestampAuthority({ url, fetch: fetching, now: () => now });
    const first = await client.validationData();
    expect(first.crls.length).toBeGreaterThan(0);
    const asked = lists.asked;
    await client.validationData();
    expect(lists.asked).toBe(asked);
    now += 7 * 3_600_000;
    lists.away = true;
    expect((await client.validationData()).crls).toEqual(first.crls);
    expect(lists.asked).toBeGreaterThan(asked);
  });
});
