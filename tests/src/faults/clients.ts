import { setTimeout as delay } from 'node:timers/promises';
import { loadCertificateTypes } from '@certbridge/service/certificates/types';
import type { CertificateType } from '@certbridge/service/certificates/types';
import { Permits } from '../people/permits.js';

/** The sample department that issues residence permits. */
export const ISSUER = '113301990000100144';

/** What the service has answered that it did: from then on nobody may lose it. */
export interface Acknowledged {
  /** Idempotency-Keys of applications and files, with how many certificates were asked for under each. */
  readonly applications: Map<string, number>;
  /** certIds of certificates that were revoked. */
  readonly revoked: Set<string>;
  /** PDFs as they were handed out, by certId. */
  readonly documents: Map<string, Uint8Array>;
}

export const nothingYet = (): Acknowledged => ({
  applications: new Map(),
  revoked: new Set(),
  documents: new Map(),
});

const ROWS_A_FILE = 2;
const SINGLES = 3;
/** Milliseconds until a call that failed is sent again. */
const PAUSE = 50;

interface At {
  /** Of the replicas that there are now: asked in turn, as a proxy does. */
  readonly urls: readonly string[];
  readonly token: string;
}

/** A department at work: whatever fails is sent again under the same Idempotency-Key, as `certbridge` does. */
export class Clients {
  readonly #at: At;
  readonly #permits: Permits;
  readonly #type: CertificateType;
  #sent = 0;
  #calls = 0;

  private constructor(at: At, permits: Permits, type: CertificateType) {
    this.#at = at;
    this.#permits = permits;
    this.#type = type;
  }

  static async open(at: At): Promise<Clients> {
    const [permits, types] = await Promise.all([Permits.open(), loadCertificateTypes()]);
    return new Clients(at, permits, types.newest('residence-permit'));
  }

  /** Single applications whose PDFs are fetched at once, and a revocation, all at the same time. */
  async singles(said: Acknowledged, revocable: string | undefined): Promise<void> {
    const tasks = Array.from({ length: SINGLES }, () => this.#single(said));
    if (revocable !== undefined) tasks.push(this.#revoke(said, revocable));
    await Promise.all(tasks);
  }

  async document(certId: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#call(`certificates/${certId}/document`)).arrayBuffer());
  }

  async #single(said: Acknowledged): Promise<void> {
    const body = JSON.stringify({ type: this.#type.slug, ...this.#permits.application(this.#type) });
    const key = this.#key();
    const response = await this.#send('certificates', key, 'application/json', body);
    said.applications.set(key, 1);
    const { certId } = (await response.json()) as { certId?: string };
    // 202: it was not issued while the service waited for it.
    if (response.status === 201 && certId !== undefined)
      said.documents.set(certId, await this.document(certId));
  }

  /** A file; its events are followed until all is issued and anchored. */
  async file(said: Acknowledged, count = ROWS_A_FILE): Promise<void> {
    const rows = Array.from({ length: count }, () => this.#permits.cells());
    const key = this.#key();
    const csv = this.#permits.file(...rows);
    const response = await this.#send(`batches?type=${this.#type.slug}`, key, 'text/csv', csv);
    said.applications.set(key, count);
    const { id } = (await response.json()) as { readonly id: string };
    // A stream that breaks is asked for again.
    await this.#call(`batches/${id}/events`);
  }

  async #revoke(said: Acknowledged, certId: string): Promise<void> {
    const body = JSON.stringify({ state: 'revoked', reason: 'data-error' });
    await this.#send(`certificates/${certId}/status`, this.#key(), 'application/json', body);
    said.revoked.add(certId);
  }

  #key(): string {
    this.#sent += 1;
    return `faults-${this.#sent}`;
  }

  #send(path: string, key: string, type: string, body: string): Promise<Response> {
    const headers = { 'content-type': type, 'idempotency-key': key };
    return this.#call(path, { method: 'POST', headers, body });
  }

  /** Until it is done. @throws where the service refuses what it should take */
  async #call(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
    for (;;) {
      const { urls, token } = this.#at;
      const url = urls[(this.#calls += 1) % urls.length] ?? '';
      const response = await fetch(`${url}/api/v1/issuers/${ISSUER}/${path}`, {
        ...init,
        headers: { ...(headers as Record<string, string>), authorization: `Bearer ${token}` },
      })
        .then(whole)
        .catch(() => undefined);
      if (response?.ok === true) return response;
      if (response && response.status < 500 && response.status !== 429)
        throw new Error(`${path} is answered ${response.status}: ${await response.text()}`);
      await delay(PAUSE);
    }
  }
}

/** An answer that broke off was none. */
async function whole(response: Response): Promise<Response> {
  const { status, headers } = response;
  return new Response(await response.arrayBuffer(), { status, headers });
}
