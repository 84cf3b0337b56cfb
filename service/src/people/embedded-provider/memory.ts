import type { Adapter, AdapterConstructor, AdapterPayload } from 'oidc-provider';
import { BoundedMap } from '../../platform/bounded-map/index.js';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** Far more than the browsers of one development start need; the oldest go first. */
const MOST = 10_000;

/** What the embedded provider remembers of its sign-ins: in memory, for one process, gone with it. */
export function memoryAdapter(): AdapterConstructor {
  const all = new BoundedMap<string, Kept>(MOST);
  const find = (matches: (key: string, payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    for (const [key, { payload, until }] of all) {
      if (until > Date.now() && matches(key, payload)) return payload;
    }
    return undefined;
  };

  return class implements Adapter {
    readonly #prefix: string;

    constructor(model: string) {
      this.#prefix = `${model}:`;
    }

    upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
      const until = Number.isFinite(expiresIn) ? Date.now() + expiresIn * 1000 : Infinity;
      all.set(this.#prefix + id, { payload, until });
      return Promise.resolve();
    }

    find(id: string): Promise<AdapterPayload | undefined> {
      const kept = all.get(this.#prefix + id);
      return Promise.resolve(kept && kept.until > Date.now() ? kept.payload : undefined);
    }

    findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
      return Promise.resolve(find((key, payload) => this.#isOurs(key) && payload.userCode === userCode));
    }

    findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return Promise.resolve(find((key, payload) => this.#isOurs(key) && payload.uid === uid));
    }

    consume(id: string): Promise<void> {
      const kept = all.get(this.#prefix + id);
      if (kept) kept.payload.consumed = Math.floor(Date.now() / 1000);
      return Promise.resolve();
    }

    destroy(id: string): Promise<void> {
      all.delete(this.#prefix + id);
      return Promise.resolve();
    }

    /** Everything that came of one sign-in. */
    revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of all) if (payload.grantId === grantId) all.delete(key);
      return Promise.resolve();
    }

    #isOurs(key: string): boolean {
      return key.startsWith(this.#prefix);
    }
  };
}
