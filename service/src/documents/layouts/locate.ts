/** Line and column (from 1) of what a JSON pointer (RFC 6901) names in a JSON text; the nearest parent if it is not there. */
export function locate(text: string, pointer: string): { line: number; column: number } {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  let at = skipSpace(text, 0);
  for (const key of keys) {
    const next = text[at] === '[' ? findItem(text, at, Number(key)) : findMember(text, at, key);
    if (next === undefined) break;
    at = next;
  }
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function skipSpace(text: string, at: number): number {
  while (/\s/.test(text[at] ?? '')) at++;
  return at;
}

/** Where the value that starts at `at` ends. The text is known to be JSON. */
function skipValue(text: string, at: number): number {
  if (text[at] === '"') {
    at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return at + 1;
  }
  if (text[at] !== '{' && text[at] !== '[') {
    while (/[^\s,\]}]/.test(text[at] ?? ',')) at++;
    return at;
  }
  let depth = 0;
  do {
    if (text[at] === '"') {
      at = skipValue(text, at);
      continue;
    }
    if (text[at] === '{' || text[at] === '[') depth++;
    if (text[at] === '}' || text[at] === ']') depth--;
    at++;
  } while (depth > 0);
  return at;
}

function findItem(text: string, at: number, wanted: number): number | undefined {
  at = skipSpace(text, at + 1);
  for (let n = 0; text[at] !== ']'; n++) {
    if (n === wanted) return at;
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return undefined;
}

function findMember(text: string, at: number, wanted: string): number | undefined {
  if (text[at] !== '{') return undefined;
  at = skipSpace(text, at + 1);
  while (text[at] !== '}') {
    const end = skipValue(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === wanted) return value;
    at = skipSpace(text, skipValue(text, value));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return undefined;
}
