import type { Cryptoki, Handle } from './library.js';

export interface TokenSettings {
  /** Path of the vendor's library. */
  readonly module: string;
  /** CKA_LABEL of the token. */
  readonly token: string;
  readonly pin: string;
  /** Milliseconds that the module may take for one answer; 10,000 unless set. To make a key it may take longer. */
  readonly patience?: number;
}

/** Constants of PKCS#11 2.40 that are used before the library is there. */
const CK = { OS_LOCKING_OK: 2, SERIAL_SESSION: 4, RW_SESSION: 2, USER: 1 } as const;
const CKR = {
  CRYPTOKI_NOT_INITIALIZED: 0x190,
  CRYPTOKI_ALREADY_INITIALIZED: 0x191,
  USER_ALREADY_LOGGED_IN: 0x100,
} as const;
const SESSIONS = 8;

/**
 * A token that somebody is logged in to, with its sessions: one a signature in flight (PKCS#11 §2.6.6), kept
 * for the next.
 */
export class Connection {
  readonly library: Cryptoki;
  /** Handles of private keys by CKA_ID in hex; good as long as the connection. */
  readonly keys = new Map<string, Handle>();
  readonly #slot: Handle;
  readonly #idle: Handle[] = [];
  readonly #waiting: ((session: Handle) => void)[] = [];
  #open = 0;

  private constructor(library: Cryptoki, slot: Handle) {
    this.library = library;
    this.#slot = slot;
  }

  /** Begins anew with the library where it has forgotten us, or does not see the token. */
  static open(library: Cryptoki, settings: TokenSettings): Connection {
    try {
      return Connection.#login(library, settings);
    } catch (error) {
      if (isRefusedPin(error)) throw error;
      ignoring(() => library.C_Finalize(), CKR.CRYPTOKI_NOT_INITIALIZED);
      ignoring(() => library.C_Initialize({ flags: CK.OS_LOCKING_OK }), CKR.CRYPTOKI_ALREADY_INITIALIZED);
      return Connection.#login(library, settings);
    }
  }

  static #login(library: Cryptoki, { token, pin }: TokenSettings): Connection {
    const slots = library.C_GetSlotList(true);
    const slot = slots.find((one) => library.C_GetTokenInfo(one).label.trim() === token);
    if (!slot) throw new TokenMissing(token);
    const connection = new Connection(library, slot);
    // The login is the application's: it holds for all sessions while one is open.
    const session = connection.#openSession();
    ignoring(() => library.C_Login(session, CK.USER, pin), CKR.USER_ALREADY_LOGGED_IN);
    connection.#idle.push(session);
    return connection;
  }

  #openSession(): Handle {
    const session = this.library.C_OpenSession(this.#slot, CK.SERIAL_SESSION | CK.RW_SESSION);
    this.#open += 1;
    return session;
  }

  async use<T>(work: (session: Handle) => Promise<T> | T): Promise<T> {
    const session = await this.#take();
    try {
      return await work(session);
    } finally {
      this.#give(session);
    }
  }

  #take(): Promise<Handle> | Handle {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#open < SESSIONS) return this.#openSession();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(session: Handle): void {
    const next = this.#waiting.shift();
    if (next) next(session);
    else this.#idle.push(session);
    if (this.#idle.length === this.#open) this.#whenIdle?.();
  }

  #whenIdle: (() => void) | undefined;

  /** Once nothing is in flight: closes its sessions, as far as the module still knows them. */
  async close(): Promise<void> {
    if (this.#idle.length < this.#open) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    for (const session of this.#idle.splice(0)) {
      try {
        this.library.C_CloseSession(session);
      } catch {
        // Lost already.
      }
    }
  }
}

class TokenMissing extends Error {
  constructor(token: string) {
    super(`no slot has the token ${token}`);
  }
}

/** CKR_PIN_INCORRECT to CKR_PIN_LOCKED: asked again and again, the token would lock itself. */
export const isRefusedPin = (error: unknown): boolean => {
  const code = codeOf(error);
  return code >= 0xa0 && code <= 0xa4;
};

const codeOf = (error: unknown): number => {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : -1;
};

function ignoring(call: () => void, code: number): void {
  try {
    call();
  } catch (error) {
    if (codeOf(error) !== code) throw error;
  }
}
