import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { DocumentError } from '../errors.js';
import type { LayoutFinding } from '../errors.js';

/** A mistake before its place in the text is looked up. */
export interface Mistake {
  /** JSON pointer (RFC 6901) of what is wrong. */
  readonly pointer: string;
  readonly message: string;
}

/** No layout has more; readers that follow each bracket by a call of their own would overflow. */
const MAX_DEPTH = 32;

/** Where brackets outside strings are nested too deep, if anywhere. */
function firstTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > MAX_DEPTH) return index;
  }
  return undefined;
}

/** A layout's text, so that mistakes can be told with line and column. */
export class LayoutFile {
  readonly name: string;
  readonly value: unknown;
  readonly #text: string;
  readonly #tree: Node | undefined;

  /** @throws DocumentError `LAYOUT_INVALID` where the text is not JSON */
  constructor(name: string, text: string) {
    this.name = name;
    this.#text = text;
    const deep = firstTooDeep(text);
    if (deep !== undefined) {
      throw this.#invalid([
        { ...this.#place(deep), pointer: '', message: `is nested deeper than ${MAX_DEPTH}` },
      ]);
    }
    const errors: ParseError[] = [];
    this.#tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
    const [first] = errors;
    if (first || !this.#tree) {
      const at = first?.offset ?? 0;
      const what = first ? printParseErrorCode(first.error) : 'the file is empty';
      throw this.#invalid([{ ...this.#place(at), pointer: '', message: `is not JSON: ${what}` }]);
    }
    this.value = JSON.parse(text);
  }

  /** An error that points to each mistake as `file:line:column: /pointer …`. */
  error(mistakes: readonly Mistake[]): DocumentError {
    return this.#invalid(
      mistakes.map(({ pointer, message }) => ({ ...this.#placeOf(pointer), pointer, message })),
    );
  }

  #invalid(findings: readonly LayoutFinding[]): DocumentError {
    const lines = findings.map(
      ({ line, column, pointer, message }) => `${this.name}:${line}:${column}: ${pointer || '/'} ${message}`,
    );
    return new DocumentError('LAYOUT_INVALID', lines.join('\n'), { findings });
  }

  /** Where a pointer's value begins; its nearest parent's where there is none. */
  #placeOf(pointer: string): { line: number; column: number } {
    const path = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'))
      .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    for (let length = path.length; length >= 0; length--) {
      const node = this.#tree && findNodeAtLocation(this.#tree, path.slice(0, length));
      if (node) return this.#place(node.offset);
    }
    return this.#place(0);
  }

  #place(offset: number): { line: number; column: number } {
    const before = this.#text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}
