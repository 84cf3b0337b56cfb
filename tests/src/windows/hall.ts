import { readFile } from 'node:fs/promises';
import type { CertBridge } from '@certbridge/service/start';
import {
  MemoryStore,
  browserWindowSigner,
  createBrowserWindowKey,
  createVerifier,
  issueVerificationReceipt,
  jwkThumbprint,
  openMirror,
  parseTrustAnchor,
  proveWindowKey,
  syncMirror,
  trustAnchorId,
} from '@certbridge/verifier-sdk';
import type { Report, TrustAnchor, WindowSigner } from '@certbridge/verifier-sdk';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  /** Seconds after which it may be asked again, of what was turned away (RFC 9110 §10.2.3). */
  readonly retryAfter?: number;
}

/** A PC of a hall that is paired. */
export interface PairedWindow {
  readonly id: string;
  readonly name: string;
  readonly signer: WindowSigner;
  readonly fingerprint: string;
}

/** A hall, its administrator and its clerks, who reach the service over HTTP as their PCs do. */
export class Hall {
  readonly bridge: CertBridge;
  readonly code: string;
  readonly trustAnchor: TrustAnchor;

  private constructor(bridge: CertBridge, code: string, trustAnchor: TrustAnchor) {
    this.bridge = bridge;
    this.code = code;
    this.trustAnchor = trustAnchor;
  }

  static async open(bridge: CertBridge, code: string, name = '样例市政务服务中心'): Promise<Hall> {
    const hall = new Hall(bridge, code, parseTrustAnchor(await readFile(bridge.trustAnchor)));
    const { status } = await hall.send('administrator', '', { method: 'PUT', json: { name } });
    if (status !== 200) throw new Error(`the hall was not added: ${status}`);
    return hall;
  }

  /** @param path under the hall's own */
  async send<T = Record<string, unknown>>(
    role: string,
    path: string,
    { method, json }: { readonly method?: string; readonly json?: unknown } = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.bridge.url}/api/v1/halls/${this.code}${path}`, {
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: {
        ...(role !== '' && { authorization: `Bearer ${await this.bridge.token(role)}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const after = response.headers.get('retry-after');
    return {
      status: response.status,
      body: (await response.json()) as T,
      ...(after !== null && { retryAfter: Number(after) }),
    };
  }

  /** A file under the hall's own. */
  async file(role: string, path: string): Promise<Uint8Array> {
    const response = await fetch(`${this.bridge.url}/api/v1/halls/${this.code}${path}`, {
      headers: { authorization: `Bearer ${await this.bridge.token(role)}` },
    });
    if (!response.ok) throw new Error(`${path} was answered by ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** A PC with a new key that asks to be a window. */
  async ask(name: string): Promise<{ readonly signer: WindowSigner; readonly answer: Answer }> {
    const signer = await browserWindowSigner(await createBrowserWindowKey());
    const json = {
      name,
      key: signer.publicKey,
      trustAnchor: await trustAnchorId(this.trustAnchor),
      proof: await proveWindowKey(this.code, signer),
    };
    return { signer, answer: await this.send('clerk', '/windows', { json }) };
  }

  /** The administrator reads both fingerprints on the PC, and confirms it. */
  async pair(name: string): Promise<PairedWindow> {
    const { signer, answer } = await this.ask(name);
    const id = String(answer.body['id']);
    const fingerprint = await jwkThumbprint(signer.publicKey);
    await this.confirm(id, fingerprint);
    return { id, name, signer, fingerprint };
  }

  /** The administrator takes a PC as a window. @param fingerprint of its key, as it shows it */
  async confirm(id: string, fingerprint: string): Promise<void> {
    const json = { approve: true, fingerprint, trustAnchor: await trustAnchorId(this.trustAnchor) };
    const { status } = await this.send('administrator', `/windows/${id}/decision`, { json });
    if (status !== 200) throw new Error(`the window was not paired: ${status}`);
  }

  /** What a window says of a PDF whose mirror is up to date; without one, of the file alone. */
  async verify(pdf: Uint8Array, mirrored = true): Promise<Report> {
    const { trustAnchor } = this;
    if (!mirrored) return createVerifier({ trustAnchor }).verifyPdf(pdf);
    await this.bridge.service.feed.update();
    const mirror = await openMirror(new MemoryStore(), { trustAnchor });
    await syncMirror(mirror, { urls: [this.bridge.url] });
    return createVerifier({ trustAnchor, mirror }).verifyPdf(pdf);
  }

  /** The receipt of a verification at that window. */
  receipt(
    { signer, name }: PairedWindow,
    report: Report,
    pdf: Uint8Array,
    trustAnchor = this.trustAnchor,
  ): Promise<string> {
    const shown = { kind: 'pdf', content: pdf } as const;
    const record = { report, shown, trustAnchor, place: name, purpose: '办理事项', fields: 'all' } as const;
    return issueVerificationReceipt(record, signer);
  }

  revoke({ id }: PairedWindow, reason = 'compromised'): Promise<Answer> {
    return this.send('administrator', `/windows/${id}/revocation`, { json: { reason } });
  }
}
