import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { DocumentError } from '../errors.js';
import { locate } from './locate.js';
import type { Layout } from './layout.js';

const SCHEMA = new URL('../../../certificate-types/layout.schema.json', import.meta.url);

let compiled: ReturnType<Ajv2020['compile']> | undefined;

function schema(): ReturnType<Ajv2020['compile']> {
  compiled ??= new Ajv2020({ allErrors: true, discriminator: true, strict: false }).compile(
    JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
  );
  return compiled;
}

function invalid(
  file: string,
  text: string,
  findings: readonly { pointer: string; message: string }[],
): DocumentError {
  const lines = findings.map(({ pointer, message }) => {
    const { line, column } = locate(text, pointer);
    return `${file}:${line}:${column}: ${pointer || '/'} ${message}`;
  });
  return new DocumentError('LAYOUT_INVALID', lines.join('\n'));
}

/**
 * Reads a layout file.
 * @throws DocumentError `LAYOUT_INVALID`, each line of its message pointing into the file as `file:line:column: /pointer …`
 */
export function readLayout(file: string, text = readFileSync(file, 'utf8')): Layout {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DocumentError(
      'LAYOUT_INVALID',
      `${file}: ${cause instanceof Error ? cause.message : 'not JSON'}`,
      { cause },
    );
  }
  const validate = schema();
  if (!validate(value)) throw invalid(file, text, (validate.errors ?? []).map(describe));
  const layout = value as Layout;
  const outside = placesOutside(layout);
  if (outside.length > 0) throw invalid(file, text, outside);
  return resolveColours(layout, file, text);
}

function describe(error: ErrorObject): { pointer: string; message: string } {
  const params = error.params as Record<string, unknown>;
  const detail = params['additionalProperty'] ?? params['allowedValues'] ?? '';
  return {
    pointer: error.instancePath,
    message: `${error.message ?? 'is wrong'}${detail === '' ? '' : `: ${JSON.stringify(detail)}`}`,
  };
}

/** What would be drawn off the page. */
function placesOutside({ page, fields, wording, qr, seal }: Layout): { pointer: string; message: string }[] {
  const found: { pointer: string; message: string }[] = [];
  const check = (pointer: string, x: number, y: number, width: number, height: number): void => {
    if (x < 0 || y < 0 || x + width > page.width + 0.01 || y + height > page.height + 0.01) {
      found.push({ pointer, message: `lies outside the page of ${page.width} × ${page.height} mm` });
    }
  };
  fields.forEach((field, n) => check(`/fields/${n}`, field.x, field.y, field.width, field.height ?? 0));
  wording.forEach((text, n) => check(`/wording/${n}`, text.x, text.y, text.width ?? 0, 0));
  check('/qr', qr.x, qr.y, qr.size, qr.size);
  check('/seal', seal.x - seal.diameter / 2, seal.y - seal.diameter / 2, seal.diameter, seal.diameter);
  return found;
}

/** Puts colours in the place of their names. */
function resolveColours(layout: Layout, file: string, text: string): Layout {
  const missing: { pointer: string; message: string }[] = [];
  const resolve = (value: unknown, pointer: string, key: string): unknown => {
    if (typeof value === 'string' && COLOUR_KEYS.has(key)) {
      const colour = value.startsWith('#') ? value : layout.colours[value];
      if (colour === undefined)
        missing.push({ pointer, message: `names a colour that "colours" does not have: "${value}"` });
      return colour ?? value;
    }
    if (Array.isArray(value)) return value.map((item, n) => resolve(item, `${pointer}/${n}`, ''));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, resolve(item, `${pointer}/${name}`, name)]),
      );
    }
    return value;
  };
  const resolved = resolve(layout, '', '') as Layout;
  if (missing.length > 0) throw invalid(file, text, missing);
  return resolved;
}

const COLOUR_KEYS = new Set(['colour', 'fill', 'stroke', 'rule', 'frame']);
