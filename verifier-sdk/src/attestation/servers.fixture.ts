import type { Fetch } from '../mirror/source.js';

/** Serves feeds by host: `http://<name>/`. Records what was asked, and which parts. */
export class TestServers {
  readonly asked: string[] = [];
  /** Of each answer that was a part of a file: its bytes. */
  readonly parts: number[] = [];

  constructor(
    readonly feeds: Readonly<Record<string, { readonly files: ReadonlyMap<string, Uint8Array> }>>,
  ) {}

  fetch = (url: string, { headers }: Partial<Parameters<Fetch>[1]> = {}): Promise<Response> => {
    this.asked.push(url);
    const { host, pathname } = new URL(url);
    const bytes = this.feeds[host]?.files.get(pathname.slice(1));
    return Promise.resolve(bytes ? this.#answer(bytes, headers?.['Range']) : notFound());
  };

  #answer(bytes: Uint8Array, range: string | undefined): Response {
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (from === 0 || from >= bytes.length) return new Response(bytes as Uint8Array<ArrayBuffer>);
    const part = bytes.slice(from);
    this.parts.push(part.length);
    const place = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    return new Response(part, { status: 206, headers: { 'Content-Range': place } });
  }
}

function notFound(): Response {
  return new Response('none', { status: 404 });
}
