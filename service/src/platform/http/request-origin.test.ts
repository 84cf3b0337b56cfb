import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { addressReader } from './request-origin.js';

/** Whose address a service that listens there, with these proxies, takes a request for, which comes from there. */
async function addressBehind(
  proxies: readonly string[],
  forwarded: string,
  host = '127.0.0.1',
): Promise<string> {
  const addressOf = addressReader(proxies);
  const app = new Koa();
  app.use((ctx) => {
    ctx.body = addressOf(ctx);
  });
  const server = app.listen(0, host);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise<string>((resolve, reject) => {
      const sent = request({ host, port, headers: { 'x-forwarded-for': forwarded } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve(text));
      });
      sent.once('error', reject);
      sent.end();
    });
  } finally {
    server.close();
  }
}

describe('X-Forwarded-For', () => {
  it('counts for nothing without a configured proxy', async () => {
    expect(await addressBehind([], '203.0.113.7')).toBe('127.0.0.1');
    expect(await addressBehind(['198.51.100.0/24'], '203.0.113.7')).toBe('127.0.0.1');
  });

  it('counts as far as configured proxies wrote it: what a stranger claims before them does not', async () => {
    expect(await addressBehind(['127.0.0.1'], '203.0.113.7')).toBe('203.0.113.7');
    expect(await addressBehind(['127.0.0.1'], '10.9.9.9, 203.0.113.7')).toBe('203.0.113.7');
    const both = ['127.0.0.0/8', '198.51.100.0/24'];
    expect(await addressBehind(both, '10.9.9.9, 203.0.113.7, 198.51.100.4')).toBe('203.0.113.7');
    expect(await addressBehind(['127.0.0.1'], 'unknown')).toBe('127.0.0.1');
  });

  it('counts by proxies of IPv6 too, and by those of IPv4 where the socket is for both (RFC 4291 §2.5.5.2)', async () => {
    const proxies = ['::1', '2001:db8::/32', '127.0.0.1'];
    for (const host of ['::1', '::ffff:127.0.0.1']) {
      expect(await addressBehind(proxies, '2001:db9::7, 2001:db8::4', host)).toBe('2001:db9::7');
    }
    expect(await addressBehind([], '203.0.113.7', '::1')).toBe('::1');
    expect(await addressBehind([], '203.0.113.7', '::ffff:127.0.0.1')).toBe('127.0.0.1');
  });
});
