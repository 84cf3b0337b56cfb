import { shallowReactive } from 'vue';
import { vault } from '../session';
import type { Vault } from '../vault';

const KIND = 'draft';
const KEPT = 7 * 86_400_000;

interface Opened {
  readonly at: number;
  readonly value: unknown;
}

/** The drafts of who is signed in, read from the vault when they came. */
const opened = shallowReactive(new Map<string, Opened>());
/** Names whose newest value is not in the vault yet. */
const unwritten = new Set<string>();
/** Names whose newest value lies in the vault. */
const written = shallowReactive(new Set<string>());
let writing: Promise<void> = Promise.resolve();

/** Names under which drafts lay in this browser in the clear, before there was a vault. */
const PLAIN = 'certbridge.draft/1/';

/** Reads what somebody typed and did not send, once their vault is open. What is older than a week is gone. */
export async function openDrafts(): Promise<void> {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PLAIN)) localStorage.removeItem(key);
  opened.clear();
  written.clear();
  const own = vault.value;
  if (!own) return;
  await own.empty(KIND, KEPT);
  for (const { name, at, value } of await own.readAll(KIND)) {
    opened.set(name, { at, value });
    written.add(name);
  }
}

/**
 * What somebody typed and has not sent, kept encrypted in this browser for a week or until they sign out.
 * Reading is at once; writing goes on by itself, the newest value of a name only.
 */
export class Draft<Value> {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  read(): Value | undefined {
    return opened.get(this.#name)?.value as Value | undefined;
  }

  /** Whether what was typed last would outlive the page now; reactive. */
  isKept(): boolean {
    return opened.has(this.#name) && written.has(this.#name);
  }

  keep(value: Value): void {
    opened.set(this.#name, { at: Date.now(), value });
    write(this.#name);
  }

  drop(): void {
    opened.delete(this.#name);
    write(this.#name);
  }
}

/** Names of the drafts, newest first. */
export function draftsHere(): { readonly name: string; readonly at: number }[] {
  return [...opened].map(([name, { at }]) => ({ name, at })).sort((one, other) => other.at - one.at);
}

/** At sign-out: nobody who comes after finds them. */
export async function dropDrafts(): Promise<void> {
  opened.clear();
  await writing;
  await vault.value?.empty(KIND);
}

/** One after the other: a draft that is dropped must not come back by an earlier write. */
function write(name: string): void {
  const own = vault.value;
  written.delete(name);
  if (!own || unwritten.has(name)) return;
  unwritten.add(name);
  writing = writing.then(() => writeNow(own, name));
}

async function writeNow(own: Vault, name: string): Promise<void> {
  unwritten.delete(name);
  const draft = opened.get(name);
  try {
    if (draft) await own.keep(KIND, name, draft.value, draft.at);
    else await own.drop(KIND, name);
    if (!unwritten.has(name)) written.add(name);
  } catch {
    // A full disk: what is typed stays on the screen, and the next change tries again.
  }
}
