import { describe, expect, it } from 'vitest';
import { qrAddressOf } from './qr-address.js';

const unset = { publicHost: undefined, publicUrl: undefined };

describe('the address in QR codes', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http', '127.0.0.1:8080'],
    ['http://localhost:8080', 'http', 'localhost:8080'],
    ['http://[::1]:8080', 'http', '[::1]:8080'],
    ['http://192.0.2.7:8080', 'https', '192.0.2.7:8080'],
    ['http://127.0.0.1.example:8080', 'https', '127.0.0.1.example:8080'],
  ])('of a server at %s begins with %s', (url, scheme, host) => {
    expect(qrAddressOf(unset, url)).toEqual({ scheme, host });
  });

  it('is the public one by https, whatever the server behind a proxy listens on', () => {
    const publicUrl = 'https://certificates.example.cn';
    const expected = { scheme: 'https', host: 'certificates.example.cn' };
    expect(qrAddressOf({ ...unset, publicUrl }, 'http://127.0.0.1:8080')).toEqual(expected);
    const { host: publicHost } = expected;
    expect(qrAddressOf({ ...unset, publicHost }, 'http://127.0.0.1:8080')).toEqual(expected);
  });
});
