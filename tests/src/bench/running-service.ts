import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import { inPackage } from '../packages.js';

/** The service in a process of its own, with everything embedded, and its sample operator. */
export class RunningService {
  readonly url: string;
  readonly token: string;
  readonly #process: ManagedProcess;
  readonly #folder: string;

  private constructor(
    process: ManagedProcess,
    folder: string,
    { url, token }: Record<'url' | 'token', string>,
  ) {
    this.#process = process;
    this.#folder = folder;
    this.url = url;
    this.token = token;
  }

  /** @param settings beside those of an empty folder and any free port */
  static async open(settings: Readonly<Record<string, string>>): Promise<RunningService> {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
    const data = join(folder, 'data');
    const env = { ...process.env, CERTBRIDGE_DATA: data, CERTBRIDGE_PORT: '0', ...settings };
    const program = inPackage('service', 'bin', 'certbridge-service.js');
    const service = new ManagedProcess({
      command: () => ({ program: process.execPath, args: [program], cwd: folder, env }),
      output: 'lines',
      stop: { signal: 'SIGINT', graceMs: 120_000, force: 'SIGKILL' },
    });
    const said: string[] = [];
    service.on('line', (line) => said.push(line));
    service.start();
    await service.ready((line) => (line.includes('Ctrl-C') ? line : undefined));
    const [, url = ''] = /CertBridge is ready at (\S+)/.exec(said.join('\n')) ?? [];
    const tokens = JSON.parse(await readFile(join(data, 'tokens.json'), 'utf8')) as { operator: string };
    return new RunningService(service, folder, { url, token: tokens.operator });
  }

  /** Undefined once it has ended. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  get headers(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.token}` };
  }

  /** The code of an issuer that issues certificates of a type. */
  async issuerOf(type: { readonly slug: string; readonly code: string }): Promise<string> {
    const answer = await fetch(`${this.url}/api/v1/issuers`, { headers: this.headers });
    const { issuers } = (await answer.json()) as { issuers: { code: string; types: string[] }[] };
    const issuer = issuers.find(({ types }) => types.includes(type.slug) || types.includes(type.code));
    if (issuer === undefined) throw new Error(`no issuer issues ${type.slug}`);
    return issuer.code;
  }

  /** Milliseconds until it says that it is alive. */
  async health(): Promise<number> {
    const started = performance.now();
    // One connection each: one that is kept may just be closed.
    const { ok } = await fetch(`${this.url}/healthz`, { headers: { connection: 'close' } });
    if (!ok) throw new Error('the service does not answer health');
    return performance.now() - started;
  }

  async close(): Promise<void> {
    await this.#process.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
