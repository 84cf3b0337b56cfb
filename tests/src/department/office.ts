import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCertbridge } from '@certbridge/cli';
import type { Patience } from '@certbridge/cli';
import { startEmbeddedPostgres } from '@certbridge/service/platform/database';
import type { EmbeddedPostgres } from '@certbridge/service/platform/database';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import {
  MemoryStore,
  createVerifier,
  openMirror,
  parseTrustAnchor,
  syncMirror,
} from '@certbridge/verifier-sdk';
import type { Report, VerifierOptions } from '@certbridge/verifier-sdk';
import { becomes } from '../ledger/becomes.js';
import { readFile } from 'node:fs/promises';

/** What a command said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How a command reaches the service, where not directly. */
export interface Way {
  readonly url?: string;
  readonly patience?: Patience;
}

type Environment = Readonly<Record<string, string>>;

async function startIn(
  folder: string,
  postgres: EmbeddedPostgres,
  environment: Environment,
): Promise<CertBridge> {
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_ENTRY_AGE: '100ms',
    DATABASE_URL: await postgres.createRole('department'),
    DATABASE_OWNER_URL: postgres.url,
    CERTBRIDGE_DEVELOPMENT: 'yes',
    ...environment,
  });
  return startCertBridge({ settings, seed: 'issuers', throwAway: true });
}

/** A department with its own CertBridge, as `npm start` starts it, its command line, and a window elsewhere. */
export class Office {
  readonly folder: string;
  readonly #environment: Environment;
  #bridge: CertBridge;
  #postgres: EmbeddedPostgres;

  private constructor(
    folder: string,
    bridge: CertBridge,
    postgres: EmbeddedPostgres,
    environment: Environment,
  ) {
    this.folder = folder;
    this.#environment = environment;
    this.#bridge = bridge;
    this.#postgres = postgres;
  }

  /** @param environment further settings, as the service's environment names them */
  static async open(environment: Environment = {}): Promise<Office> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-office-'));
    const postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), throwAway: true });
    try {
      return new Office(folder, await startIn(folder, postgres, environment), postgres, environment);
    } catch (error) {
      await postgres.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get bridge(): CertBridge {
    return this.#bridge;
  }

  /** Ends its CertBridge; `startAgain` starts it from the same data, at another port. */
  stop(): Promise<void> {
    return this.#bridge.close();
  }

  async startAgain(): Promise<void> {
    this.#bridge = await startIn(this.folder, this.#postgres, this.#environment);
  }

  /** Runs `certbridge` with that account's token; `answer` is typed when it asks. */
  async certbridge(
    role: string,
    args: readonly string[],
    answer?: string,
    { url = this.bridge.url, patience }: Way = {},
  ): Promise<Said> {
    let [out, err] = ['', ''];
    const environment = { CERTBRIDGE_URL: url, CERTBRIDGE_TOKEN: await this.token(role) };
    const terminal = {
      isTTY: false,
      ask:
        answer === undefined
          ? undefined
          : (question: string) => {
              out += question;
              return Promise.resolve(answer);
            },
      write: (text: string) => void (out += text),
      writeError: (text: string) => void (err += text),
    };
    const code = await runCertbridge(args, environment, terminal, patience);
    return { code, out, err };
  }

  /** That of a session that has just begun; empty for a role that nobody has. */
  async token(role: string): Promise<string> {
    const has = this.bridge.accounts.some((account) => account.role === role);
    return has ? this.bridge.token(role) : '';
  }

  /** Until the ledger says that this certificate has this state. */
  async settled(issuer: string, certId: string, state: string): Promise<void> {
    await becomes(this.bridge, { issuer, certId, state });
  }

  /** What a window that just brought its mirror up to date says of a PDF or a picture. */
  async windowSays(
    content: Uint8Array,
    options: Pick<VerifierOptions, 'timestampRoots'> = {},
  ): Promise<Report> {
    await this.bridge.service.feed.update();
    const trustAnchor = parseTrustAnchor(await readFile(this.bridge.trustAnchor));
    const mirror = await openMirror(new MemoryStore(), { trustAnchor });
    await syncMirror(mirror, { urls: [this.bridge.url] });
    const verifier = createVerifier({ trustAnchor, mirror, ...options });
    const isPdf = Buffer.from(content.subarray(0, 5)).toString() === '%PDF-';
    return isPdf ? verifier.verifyPdf(content) : verifier.verifyImage(content);
  }

  stopPostgres(): Promise<void> {
    return this.#postgres.close();
  }

  async startPostgres(): Promise<void> {
    const { port } = this.#postgres;
    this.#postgres = await startEmbeddedPostgres({
      dir: join(this.folder, 'postgres'),
      throwAway: true,
      port,
    });
  }

  async close(): Promise<void> {
    await this.bridge.close();
    await this.#postgres.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
