import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Nobody has them yet, whom they are for: they are not for another. */
const given = new Set<number>();

/**
 * A port of this machine that nobody has at this moment, for programs that cannot choose one themselves. It is below
 * those that the system gives to whoever asks for any (and the Fabric networks'), so that it is still free when a
 * slow program takes it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(8_000, 12_000);
    if (given.has(port)) continue;
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
        throw error;
      },
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    given.add(port);
    return port;
  }
}
