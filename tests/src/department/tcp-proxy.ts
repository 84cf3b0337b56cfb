import { EventEmitter, once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A proxy between command and service that cuts connections, stalls, or finds nobody behind it. */
export class TcpProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** `request` with every piece of requests, as text; `answer` with every piece of answers. */
  readonly seen = new EventEmitter<{ request: [string]; answer: [string] }>();
  #port: number | undefined;
  /** Answers to requests in whose text this is found are held back from then on. */
  stalls: string | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (client) => this.#join(client));
  }

  /** @param url the service's */
  static async open(url: string): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new TcpProxy(server);
    proxy.leadTo(url);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @param url undefined: connections are cut as soon as they are made */
  leadTo(url: string | undefined): void {
    this.#port = url === undefined ? undefined : Number(new URL(url).port);
  }

  /** Cuts every connection that stands. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    const port = this.#port;
    if (port === undefined) {
      client.destroy();
      return;
    }
    const service = connect(port, '127.0.0.1');
    let stalled = false;
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      this.#open.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      stalled ||= this.stalls !== undefined && text.includes(this.stalls);
      // The service answers to its own name only.
      service.write(text.replaceAll(new URL(this.url).host, `127.0.0.1:${port}`), 'latin1');
      this.seen.emit('request', text);
    });
    service.on('data', (bytes) => {
      if (stalled) return;
      client.write(bytes);
      this.seen.emit('answer', bytes.toString('utf8'));
    });
  }
}
