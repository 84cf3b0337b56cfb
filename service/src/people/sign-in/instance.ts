import { createHash } from 'node:crypto';

/** The address that people have in their browsers, and what follows from it for cookies. */
export interface Instance {
  /** Scheme, host and port, without a slash: what `Origin` must be. */
  readonly origin: string;
  readonly isSecure: boolean;
  /** Name of a cookie of this instance: browsers keep cookies by host, whatever the port (RFC 6265 §8.5). */
  cookieName(what: 'session' | 'sign-in' | 'resident-sign-in' | 'samples'): string;
}

/** @param address the public address, or that on which the service listens */
export function instanceAt(address: string): Instance {
  const { origin, protocol } = new URL(address);
  const isSecure = protocol === 'https:';
  const mark = createHash('sha256').update(origin).digest('hex').slice(0, 8);
  // `__Host-` ties a cookie to exactly this host, over https (RFC 6265bis §4.1.3.2).
  return { origin, isSecure, cookieName: (what) => `${isSecure ? '__Host-' : ''}certbridge-${what}-${mark}` };
}

/** A `Set-Cookie` that scripts cannot read and other sites' requests do not carry, but for links to here. */
export function setCookie(instance: Instance, name: string, value: string, seconds?: number): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (instance.isSecure) parts.push('Secure');
  if (seconds !== undefined) parts.push(`Max-Age=${seconds}`);
  return parts.join('; ');
}
