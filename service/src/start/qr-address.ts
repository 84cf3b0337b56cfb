import type { QrAddress } from '../certificates/issuing/index.js';
import type { Settings } from '../platform/settings/index.js';

/** As `URL` gives host names: an IPv6 address in brackets. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * What QR codes open: the configured host, else that of the public address, else this very server. Always by https,
 * except where the server is reached by plain http on its own machine: there https would lead nowhere.
 */
export function qrAddressOf(
  { publicHost, publicUrl }: Pick<Settings, 'publicHost' | 'publicUrl'>,
  serverUrl: string,
): QrAddress {
  if (publicHost !== undefined) return { scheme: 'https', host: publicHost };
  const { protocol, host, hostname } = new URL(publicUrl ?? serverUrl);
  return { scheme: protocol === 'http:' && LOOPBACK.test(hostname) ? 'http' : 'https', host };
}
