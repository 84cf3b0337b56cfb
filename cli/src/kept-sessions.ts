import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';

const kept = z.record(z.string(), z.strictObject({ token: z.string() }));

/** Tokens of "certbridge login", by the address of the service: a file (0600) of this user. */
export class KeptSessions {
  readonly #file: string;

  constructor(environment: NodeJS.ProcessEnv) {
    const base = environment['XDG_CONFIG_HOME'] || join(environment['HOME'] || homedir(), '.config');
    this.#file = join(base, 'certbridge', 'sessions.json');
  }

  async token(url: string): Promise<string | undefined> {
    return (await this.#all())[url]?.token;
  }

  async keep(url: string, token: string): Promise<void> {
    await this.#write({ ...(await this.#all()), [url]: { token } });
  }

  async forget(url: string): Promise<void> {
    const { [url]: _, ...others } = await this.#all();
    await this.#write(others);
  }

  async #all(): Promise<z.output<typeof kept>> {
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) return {};
    try {
      return kept.parse(JSON.parse(text));
    } catch (cause) {
      throw new CallFailed(
        'SESSIONS_UNREADABLE',
        {
          zh: `${this.#file} 无法读取，请删除后重新登录。`,
          en: `${this.#file} cannot be read: delete it and sign in again.`,
        },
        { exit: exitCodes.noInput, cause },
      );
    }
  }

  async #write(all: z.output<typeof kept>): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFile(this.#file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  }
}
