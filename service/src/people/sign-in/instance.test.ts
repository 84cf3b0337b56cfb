import { describe, expect, it } from 'vitest';
import { instanceAt, setCookie } from './instance.js';

describe('a cookie', () => {
  it('is tied to exactly this host under https (RFC 6265bis §4.1.3.2)', () => {
    const instance = instanceAt('https://certificates.example.cn');
    const name = instance.cookieName('session');
    expect(name).toMatch(/^__Host-certbridge-session-[0-9a-f]{8}$/);
    const cookie = setCookie(instance, name, 'x').split('; ');
    expect(cookie).toEqual([`${name}=x`, 'Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure']);
  });

  it('has the name of its instance, since browsers keep cookies whatever the port', () => {
    const [one, other] = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081'].map((address) =>
      instanceAt(address).cookieName('session'),
    );
    expect(one).not.toBe(other);
    // A browser refuses the prefix without Secure.
    expect(one).not.toContain('__Host-');
  });
});
