import { stat } from 'node:fs/promises';

import { deliveredText } from '../formats/qr-delivery.js';
import { isImage } from '../image/index.js';
import { readFileStart, readStreamStart } from '../node/read-bounded.js';
import { UsageError } from './error.js';

/** Something to verify, by what it is. */
export type Input =
  | { readonly kind: 'pdf' | 'image'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'qr' | 'presentation'; readonly name: string; readonly text: string };

/** One more than the verifier reads of a PDF or picture: it says so itself. */
const MAX_BYTES = 32 * 1024 * 1024 + 1;
const MAX_TEXT = 512 * 1024;

/** An address: where it is no certificate's, the report says so. */
const ADDRESS = /^https?:\/\/\S+$/i;
const CREDENTIAL = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~[A-Za-z0-9_.~-]*$/;

/** Reads an argument: a file's path, `-` for standard input, or the text itself. */
export async function readInput(argument: string, stdin: NodeJS.ReadableStream): Promise<Input> {
  if (argument === '-') return identify('-', await readable('-', readStreamStart(stdin, MAX_BYTES)));
  const file = await stat(argument).catch(() => undefined);
  if (file === undefined) {
    const literal = identifyText(shortened(argument), argument);
    if (literal !== undefined) return literal;
    throw new UsageError(
      `找不到文件“${argument}”，它也不是二维码文本。`,
      `There is no file “${argument}”, and it is no QR text either.`,
    );
  }
  if (file.isDirectory()) {
    throw new UsageError(
      `“${argument}”是文件夹，请指明文件。`,
      `“${argument}” is a folder: name the files in it.`,
    );
  }
  return identify(argument, await readable(argument, readFileStart(argument, MAX_BYTES)));
}

/** A line that a barcode reader typed; whatever it is, the report says so. */
export function readLine(line: string): Input {
  const name = shortened(line.trim());
  return identifyText(name, line) ?? { kind: 'qr', name, text: line };
}

/** Lines as they come, without their ends; empty ones are left out, and one that never ends is cut. */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n?|\n/u);
    rest = (lines.pop() ?? '').slice(0, MAX_TEXT);
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}

function identify(name: string, bytes: Uint8Array): Input {
  if (isImage(bytes)) return { kind: 'image', name, bytes };
  const text = bytes.length <= MAX_TEXT ? asText(bytes) : undefined;
  const known = text === undefined ? undefined : identifyText(name, text);
  // What is none of these is read as a PDF too, whose report says that it is no certificate.
  return known ?? { kind: 'pdf', name, bytes };
}

function identifyText(name: string, text: string): Input | undefined {
  const trimmed = text.trim();
  if (deliveredText(text).kind !== 'foreign' || ADDRESS.test(trimmed)) return { kind: 'qr', name, text };
  if (CREDENTIAL.test(trimmed)) return { kind: 'presentation', name, text: trimmed };
  return undefined;
}

function asText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** What is read. @throws UsageError where it cannot be */
export async function readable(name: string, reading: Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await reading;
  } catch (cause) {
    throw new UsageError(`无法读取“${name}”。`, `“${name}” cannot be read.`, { cause });
  }
}
