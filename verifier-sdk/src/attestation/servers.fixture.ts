/** Serves feeds by host: `http://<name>/`. Records what was asked. */
export class TestServers {
  readonly asked: string[] = [];

  constructor(
    readonly feeds: Readonly<Record<string, { readonly files: ReadonlyMap<string, Uint8Array> }>>,
  ) {}

  fetch = (url: string): Promise<Response> => {
    this.asked.push(url);
    const { host, pathname } = new URL(url);
    const bytes = this.feeds[host]?.files.get(pathname.slice(1));
    return Promise.resolve(
      bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response('none', { status: 404 }),
    );
  };
}
