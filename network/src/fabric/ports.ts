import { createServer } from 'node:net';
import { NetworkError } from './errors.js';

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first `count` ports from `base` upwards that nothing on loopback listens on and that are not `taken`. */
export async function freePorts(
  base: number,
  count: number,
  taken: ReadonlySet<number> = new Set(),
): Promise<number[]> {
  const ports: number[] = [];
  for (let port = base; ports.length < count; port += 1) {
    if (port > 65_535)
      throw new NetworkError('PORTS_TAKEN', `From port ${base} upwards there are not ${count} free ports.`);
    if (!taken.has(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}
