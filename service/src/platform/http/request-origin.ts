import { BlockList, isIP } from 'node:net';
import type { Context, Middleware } from 'koa';
import { Problem } from '../problems/index.js';
import type { TlsFiles } from '../settings/index.js';

/**
 * Answers only under its own names: a foreign name that leads here (DNS rebinding, a careless proxy) would make
 * a browser treat what it gets as that name's (RFC 9110 §7.4).
 * @param hosts host or host:port, in lower case
 */
export function matchHost(hosts: ReadonlySet<string>): Middleware {
  return (ctx, next) => {
    if (hosts.has(ctx.get('Host').toLowerCase())) return next();
    throw new Problem('misdirected', 'HOST_REFUSED', {
      zh: '本服务不用这个名称答复。管理员见 CERTBRIDGE_PUBLIC_URL 和 CERTBRIDGE_HOSTS。',
      en: 'This service does not answer under that name. Administrators: see CERTBRIDGE_PUBLIC_URL and CERTBRIDGE_HOSTS.',
    });
  };
}

/** Names under which a service is called: its public address, further ones, and where it listens. */
export function ownHosts(options: {
  readonly publicUrl: string | undefined;
  readonly hosts: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
}): Set<string> {
  const { publicUrl, hosts, host, port, tls } = options;
  const own = new Set(hosts);
  if (publicUrl !== undefined) own.add(new URL(publicUrl).host);
  // Those of this machine are always right: only somebody on it can use them.
  const names = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host.toLowerCase()];
  for (const name of names) {
    own.add(`${name}:${port}`);
    if (port === (tls ? 443 : 80)) own.add(name);
  }
  return own;
}

/** Whose address a request came from: X-Forwarded-For counts as far as configured proxies wrote it. */
export function addressReader(proxies: readonly string[]): (ctx: Context) => string {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  const isProxy = (address: string): boolean => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (ctx) => {
    let address = withoutMapping(ctx.req.socket.remoteAddress ?? '');
    const forwarded = ctx
      .get('X-Forwarded-For')
      .split(',')
      .map((part) => part.trim());
    // From the nearest on: what stands left of the first stranger is that stranger's own claim.
    while (isIP(address) !== 0 && isProxy(address)) {
      const before = forwarded.pop();
      if (before === undefined || isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

/** An IPv4 address as a socket for both families shows it (RFC 4291 §2.5.5.2). */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');
