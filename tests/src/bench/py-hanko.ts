import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { missing, python } from '../requirements.js';
import type { Outsider, Pass } from './measure.js';

/** What it does again and again while it is its turn. */
const SCRIPTS = {
  validates: new URL('../../validators/pyhanko_rate.py', import.meta.url).pathname,
  signs: new URL('../../validators/pyhanko_sign_rate.py', import.meta.url).pathname,
} as const;

/** What installs pyHanko where the bench finds it. */
export const INSTALL_PYHANKO =
  'pip install pyhanko pyhanko-cli (into the Python that CERTBRIDGE_TESTS_PYTHON names)';

/** pyHanko in a process of its own, kept warm, on the same core: it takes its turn when it is told to. */
export class PyHanko implements Outsider {
  readonly name = 'pyHanko';
  /** Of what it reads, where it reads anything. */
  readonly #folder: string | undefined;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  private constructor(script: keyof typeof SCRIPTS, args: readonly string[] = [], folder?: string) {
    this.#folder = folder;
    this.#child = spawn(python, [SCRIPTS[script], ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Signs a small file with P-256 and no timestamp, and does nothing else; undefined where pyHanko is not installed. */
  static signing(): PyHanko | undefined {
    return missing('pyhanko') ? undefined : new PyHanko('signs');
  }

  /** Validates the signature of one PDF; undefined where pyHanko is not installed. */
  static async validating(pdf: Uint8Array): Promise<PyHanko | undefined> {
    if (missing('pyhanko')) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
    const file = join(folder, 'sample.pdf');
    await writeFile(file, pdf);
    return new PyHanko('validates', [file], folder);
  }

  async pass(ms: number): Promise<Pass> {
    this.#child.stdin.write(`${ms / 1000}\n`);
    const { value } = (await this.#lines.next()) as { value?: string };
    const [done = NaN, seconds = NaN] = (value ?? '').split(' ').map(Number);
    if (Number.isNaN(done)) throw new Error('pyHanko does not do what is measured');
    return { done, ms: seconds * 1000 };
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}
