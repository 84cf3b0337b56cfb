import { KeyModuleDown } from '../../errors.js';
import { Connection, isRefusedPin } from './connection.js';
import type { TokenSettings } from './connection.js';
import type { ModuleState } from './key-module.js';
import { loadLibrary } from './library.js';
import type { Cryptoki, Handle } from './library.js';

/** A token behind a PKCS#11 module, reached again after whatever loses it. */
export class Token {
  readonly #settings: TokenSettings;
  #library: Promise<Cryptoki> | undefined;
  #connection: Promise<Connection> | undefined;
  #retired: Promise<void> = Promise.resolve();
  #refusedPin: unknown;

  constructor(settings: TokenSettings) {
    this.#settings = settings;
  }

  /**
   * Does something in a session of its own; a connection that is lost is made anew, once.
   * @throws KeyModuleDown
   */
  async use<T>(work: (connection: Connection, session: Handle) => Promise<T> | T): Promise<T> {
    const attempt = async (): Promise<T> => {
      const opening = this.#connect();
      try {
        const connection = await opening;
        return await connection.use((session) => work(connection, session));
      } catch (error) {
        this.#forget(opening);
        throw error;
      }
    };
    try {
      return await attempt().catch((error: unknown) => {
        if (this.#refusedPin !== undefined || error instanceof KeyModuleDown) throw error;
        return attempt();
      });
    } catch (error) {
      if (error instanceof KeyModuleDown) throw error;
      throw new KeyModuleDown(sentence(error), error);
    }
  }

  /** Whether keys can be used now; reaches for the token where it was lost. */
  async state(): Promise<ModuleState> {
    return this.use((connection, session) => {
      connection.library.C_GetSessionInfo(session);
    }).then(
      () => 'up',
      () => 'down',
    );
  }

  /** Whether the token refused the PIN: asked again and again, it would lock itself. */
  get isPinRefused(): boolean {
    return this.#refusedPin !== undefined;
  }

  async close(): Promise<void> {
    if (this.#connection) this.#forget(this.#connection);
    await this.#retired;
  }

  #connect(): Promise<Connection> {
    this.#connection ??= this.#open();
    return this.#connection;
  }

  async #open(): Promise<Connection> {
    // A PIN that was refused is not tried again until the next start: the token would lock itself.
    if (this.#refusedPin !== undefined) {
      throw pinRefused(this.#refusedPin);
    }
    await this.#retired;
    this.#library ??= loadLibrary(this.#settings.module);
    const library = await this.#library.catch((error: unknown) => {
      this.#library = undefined;
      throw error;
    });
    try {
      return Connection.open(library, this.#settings);
    } catch (error) {
      if (isRefusedPin(error)) this.#refusedPin = error;
      throw error;
    }
  }

  /** Only the first that finds a connection lost takes it away. */
  #forget(lost: Promise<Connection>): void {
    if (this.#connection !== lost) return;
    this.#connection = undefined;
    this.#retired = lost.then(
      (connection) => connection.close(),
      () => undefined,
    );
  }
}

export const pinRefused = (cause?: unknown): KeyModuleDown =>
  new KeyModuleDown('the token refused the PIN. Correct it and start again.', cause);

const sentence = (error: unknown): string =>
  `${(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''}.`;
