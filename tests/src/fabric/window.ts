import { readFile } from 'node:fs/promises';
import {
  createVerifier,
  MemoryStore,
  openMirror,
  parseTrustAnchor,
  syncMirror,
} from '@certbridge/verifier-sdk';
import type { Mirror, Policy, Report, SyncReport, TrustAnchor } from '@certbridge/verifier-sdk';

/** A window in another province: a pinned trust anchor, a mirror synced over HTTP, and the files it is shown. */
export class Window {
  readonly mirror: Mirror;
  readonly trustAnchor: TrustAnchor;
  readonly #url: string;

  private constructor(mirror: Mirror, trustAnchor: TrustAnchor, url: string) {
    this.mirror = mirror;
    this.trustAnchor = trustAnchor;
    this.#url = url;
  }

  static async open(trustAnchorFile: string, url: string): Promise<Window> {
    const trustAnchor = parseTrustAnchor(await readFile(trustAnchorFile));
    return new Window(await openMirror(new MemoryStore(), { trustAnchor }), trustAnchor, url);
  }

  sync(): Promise<SyncReport> {
    return syncMirror(this.mirror, { urls: [this.#url] });
  }

  /** Verifies with what the window holds; nothing is asked of anybody. */
  verify(pdf: Uint8Array, policy: Partial<Policy> = {}): Promise<Report> {
    const { mirror, trustAnchor } = this;
    return createVerifier({ trustAnchor, mirror, policy }).verifyPdf(pdf);
  }

  /** Without a mirror: what the file and the pinned trust anchor alone prove. */
  verifyAlone(pdf: Uint8Array): Promise<Report> {
    return createVerifier({ trustAnchor: this.trustAnchor }).verifyPdf(pdf);
  }
}
