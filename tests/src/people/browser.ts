/** A browser as far as signing in needs one: cookies by host, links followed one at a time, forms posted. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** One request, its redirect not followed. */
  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects to the end. Gives where it led and what is there. */
  async open(
    url: string,
    init?: RequestInit,
  ): Promise<{ readonly url: string; readonly response: Response; readonly text: string }> {
    let at = url;
    let response = await this.send(at, init);
    for (let hops = 0; hops < 20; hops += 1) {
      const location = response.headers.get('location');
      if (location === null) break;
      at = new URL(location, at).href;
      response = await this.send(at);
    }
    return { url: at, response, text: await response.clone().text() };
  }

  /** Posts a form as the page at `from` would. */
  submit(from: string, action: string, fields: Record<string, string>): ReturnType<Browser['open']> {
    return this.open(new URL(action, from).href, {
      method: 'POST',
      headers: { origin: new URL(from).origin },
      body: new URLSearchParams(fields),
    });
  }

  /** The value of the cookie whose name begins like this. */
  cookie(name: string): string {
    return [...this.#cookies].find(([one]) => one.startsWith(name))?.[1] ?? '';
  }

  cookies(): readonly string[] {
    return [...this.#cookies.keys()];
  }
}
