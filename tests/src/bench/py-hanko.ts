import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { missing, python } from '../requirements.js';
import type { Outsider, Pass } from './measure.js';

const SCRIPT = new URL('../../validators/pyhanko_rate.py', import.meta.url).pathname;

/** What installs pyHanko where the bench finds it. */
export const INSTALL_PYHANKO =
  'pip install pyhanko pyhanko-cli (into the Python that CERTBRIDGE_TESTS_PYTHON names)';

/** pyHanko in a process of its own, kept warm, on the same core: it takes its turn when it is told to. */
export class PyHanko implements Outsider {
  readonly name = 'pyHanko';
  readonly #folder: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  private constructor(folder: string, child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#folder = folder;
    this.#child = child;
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  }

  /** Undefined where pyHanko is not installed. */
  static async start(pdf: Uint8Array): Promise<PyHanko | undefined> {
    if (missing('pyhanko')) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-bench-'));
    const file = join(folder, 'sample.pdf');
    await writeFile(file, pdf);
    return new PyHanko(folder, spawn(python, [SCRIPT, file], { stdio: ['pipe', 'pipe', 'ignore'] }));
  }

  async pass(ms: number): Promise<Pass> {
    this.#child.stdin.write(`${ms / 1000}\n`);
    const { value } = (await this.#lines.next()) as { value?: string };
    const [done = NaN, seconds = NaN] = (value ?? '').split(' ').map(Number);
    if (Number.isNaN(done)) throw new Error('pyHanko does not validate the PDF that is measured');
    return { done, ms: seconds * 1000 };
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
