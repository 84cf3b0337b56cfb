/** Shape of what is stored; another one is not read. */
const VERSION = 1;
const PREFIX = `certbridge.draft/${VERSION}/`;
const KEPT = 7 * 86_400_000;

interface Stored<Value> {
  readonly at: number;
  readonly value: Value;
}

/** What somebody typed and has not sent, kept in this browser for a week or until they sign out. */
export class Draft<Value> {
  readonly #key: string;

  /** @param person whose it is: another person on this machine does not see it */
  constructor(person: string, name: string) {
    this.#key = `${PREFIX}${person}/${name}`;
  }

  read(): Value | undefined {
    const stored = parsed<Value>(localStorage.getItem(this.#key));
    return stored && Date.now() - stored.at < KEPT ? stored.value : undefined;
  }

  keep(value: Value): void {
    localStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), value } satisfies Stored<Value>));
  }

  drop(): void {
    localStorage.removeItem(this.#key);
  }
}

/** Names of a person's drafts, newest first. */
export function draftsOf(person: string): { readonly name: string; readonly at: number }[] {
  const own = `${PREFIX}${person}/`;
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(own))
    .map((key) => ({ name: key.slice(own.length), at: parsed(localStorage.getItem(key))?.at ?? 0 }))
    .sort((one, other) => other.at - one.at);
}

/** At sign-out: nobody who comes after finds them. */
export function dropDraftsOf(person: string): void {
  for (const { name } of draftsOf(person)) new Draft(person, name).drop();
}

function parsed<Value>(text: string | null): Stored<Value> | undefined {
  try {
    return text === null ? undefined : (JSON.parse(text) as Stored<Value>);
  } catch {
    return undefined;
  }
}
