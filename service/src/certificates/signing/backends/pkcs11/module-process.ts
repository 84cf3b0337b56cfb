import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { KeyModuleDown } from '../../errors.js';
import type { SignatureAlgorithm } from '../../signer.js';
import type { TokenSettings } from './connection.js';
import type { KeyModule, MadeInModule, ModuleState } from './key-module.js';
import type { Answer, FromModule, Name, Question, ToModule } from './messages.js';
import { pinRefused } from './token.js';

const MAIN = fileURLToPath(new URL('./module-main.js', import.meta.url));
/** Milliseconds for one answer, unless set. */
const PATIENCE = 10_000;
/** So many times that a module may take to make a key, RSA above all, and a process to begin. */
const LONGER = 12;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: KeyModuleDown) => void;
}

/** The process ended by itself, as a module that crashes makes it. */
class ModuleEnded extends KeyModuleDown {}

/**
 * A PKCS#11 module in a process of its own: calls into a module hold up whoever makes them, and one that hangs is
 * ended with its process and begun anew. Every answer comes within bounds.
 */
export class ModuleProcess implements KeyModule {
  readonly #settings: TokenSettings;
  readonly #patience: number;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #isReady = false;
  #last = 0;
  #isPinRefused = false;

  constructor(settings: TokenSettings) {
    this.#settings = settings;
    this.#patience = settings.patience ?? PATIENCE;
  }

  create(algorithm: SignatureAlgorithm): Promise<MadeInModule> {
    return this.#ask({ ask: 'create', algorithm }, LONGER * this.#patience);
  }

  sign(algorithm: SignatureAlgorithm, id: string, input: Uint8Array): Promise<Uint8Array> {
    return this.#askAgain({ ask: 'sign', algorithm, id, input });
  }

  state(): Promise<ModuleState> {
    return this.#askAgain<'state'>({ ask: 'state' }).catch(() => 'down');
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    await this.#ask<'close'>({ ask: 'close' }).catch(() => undefined);
    this.#child = undefined;
    child.kill('SIGKILL');
    await ended;
  }

  /** What changes nothing is asked once more of a new process. */
  #askAgain<N extends 'sign' | 'state'>(question: Question<N>): Promise<Answer<N>> {
    return this.#ask<N>(question).catch((error: unknown) => {
      if (error instanceof ModuleEnded) return this.#ask<N>(question);
      throw error;
    });
  }

  async #ask<N extends Name>(question: Question<N>, patience = this.#patience): Promise<Answer<N>> {
    // Of a new process, too: the token would lock itself.
    if (this.#isPinRefused) throw pinRefused();
    this.#child ??= this.#start();
    const child = this.#child;
    const bound = this.#isReady ? patience : Math.max(patience, LONGER * this.#patience);
    this.#last += 1;
    const id = this.#last;
    const message: ToModule = { id, question: question as Question };
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer<N>>((resolve, reject) => {
        this.#waiting.set(id, { resolve: (answer) => resolve(answer), reject });
        timer = setTimeout(() => {
          this.#end(child, new KeyModuleDown(`the module did not answer within ${bound / 1000} s.`));
          child.kill('SIGKILL');
        }, bound);
        child.send(message);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #start(): ChildProcess {
    this.#isReady = false;
    const child = fork(MAIN, [], {
      execArgv: [],
      serialization: 'advanced',
      // What a vendor's library prints must not come between the lines of the log.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (message: FromModule) => {
      if ('ready' in message) this.#isReady ||= child === this.#child;
      else this.#hear(message);
    });
    child.on('error', (error) => this.#end(child, new ModuleEnded(`${error.message}.`, error)));
    child.on('exit', (code, signal) => {
      this.#end(child, new ModuleEnded(`its process ended (${signal ?? code ?? ''}).`));
    });
    child.send({ settings: this.#settings } satisfies ToModule);
    // Only what waits for an answer keeps this process from ending.
    child.unref();
    child.channel?.unref();
    return child;
  }

  #hear(message: Exclude<FromModule, { ready: true }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('answer' in message) {
      waiting?.resolve(message.answer);
      return;
    }
    this.#isPinRefused ||= message.isPinRefused;
    waiting?.reject(new KeyModuleDown(message.failure));
  }

  /** Only the first that finds a process lost takes it away, with all that wait for it. */
  #end(lost: ChildProcess, because: KeyModuleDown): void {
    if (this.#child !== lost) return;
    this.#child = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(because);
  }
}
