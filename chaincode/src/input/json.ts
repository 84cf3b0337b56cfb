import { Refusal } from '../refusal';
import { isWellFormed } from '../canonical/json';
import type { Json } from '../canonical/json';

/** How deep the arguments may nest: a trust anchor's certificate lists are at 4. */
const DEPTH = 8;

/**
 * JSON from a caller, bounded before anything is built from it. A name given twice is refused: readers disagree
 * about which one counts. So are numbers beyond doubles (1e400 would be read as Infinity) and escaped lone
 * surrogates, which have no UTF-8: neither has a canonical form (RFC 8785 §3.2.2).
 */
export function parseJson(text: string, where: string, maxBytes: number): Json {
  if (Buffer.byteLength(text) > maxBytes) {
    throw new Refusal('INPUT_INVALID', `${where} is longer than ${maxBytes} bytes`);
  }
  const members = scan(text, where);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Refusal('INPUT_INVALID', `${where} is not JSON`);
  }
  if (countMembers(value, where) !== members)
    throw new Refusal('INPUT_INVALID', `${where} gives a name twice`);
  return value;
}

/** Walks the text once: checks the depth, counts the members as written (colons outside strings). */
function scan(text: string, where: string): number {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === ':') members += 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > DEPTH) throw new Refusal('INPUT_INVALID', `${where} nests deeper than ${DEPTH}`);
  }
  return members;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function countMembers(value: Json, where: string): number {
  if (typeof value === 'string') demandText(value, where);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new Refusal('INPUT_INVALID', `${where} holds a number beyond all that are read`);
  if (value === null || typeof value !== 'object') return 0;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  for (const name of names) demandText(name, where);
  const children: readonly Json[] = Object.values(value);
  let count = names.length;
  for (const child of children) count += countMembers(child, where);
  return count;
}

function demandText(text: string, where: string): void {
  if (!isWellFormed(text)) throw new Refusal('INPUT_INVALID', `${where} holds a lone surrogate`);
}
