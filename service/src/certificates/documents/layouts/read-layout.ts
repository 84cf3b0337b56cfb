import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { LayoutFile } from './layout-file.js';
import type { Mistake } from './layout-file.js';
import type { Layout } from './layout.js';

const SCHEMA = new URL('../../../../certificate-types/layout.schema.json', import.meta.url);

let compiled: ReturnType<Ajv2020['compile']> | undefined;

function schema(): ReturnType<Ajv2020['compile']> {
  compiled ??= new Ajv2020({ allErrors: true, discriminator: true, strict: false }).compile(
    JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
  );
  return compiled;
}

/** What a layout is for, as far as it can be checked against it. */
export interface LayoutUse {
  /** Keys of the type's fields. */
  readonly fields: ReadonlySet<string>;
  /** Whether the type has a photo. */
  readonly photo: boolean;
  /** Characters of a text that no font here can draw. */
  readonly missingCharacters: (text: string) => readonly string[];
}

/**
 * Reads a layout.
 * @param name of the file, for errors
 * @throws DocumentError `LAYOUT_INVALID`, each line of its message pointing into the file as `file:line:column: /pointer …`
 */
export function readLayout(name: string, text: string, use?: LayoutUse): Layout {
  const file = new LayoutFile(name, text);
  const validate = schema();
  if (!validate(file.value)) throw file.error((validate.errors ?? []).map(describe));
  const layout = file.value as Layout;
  const mistakes = [...placesOutside(layout), ...(use ? misuses(layout, use) : [])];
  const resolved = resolveColours(layout, mistakes);
  if (mistakes.length > 0) throw file.error(mistakes);
  return resolved;
}

function describe(error: ErrorObject): Mistake {
  const params = error.params as Record<string, unknown>;
  const detail = params['additionalProperty'] ?? params['allowedValues'] ?? params['tagValue'] ?? '';
  return {
    pointer: error.instancePath,
    message: `${error.message ?? 'is wrong'}${detail === '' ? '' : `: ${JSON.stringify(detail)}`}`,
  };
}

/** What would be drawn off the page. */
function placesOutside({ page, fields, wording, qr, seal, photo, note }: Layout): Mistake[] {
  const found: Mistake[] = [];
  const check = (pointer: string, x: number, y: number, width: number, height: number): void => {
    if (x < 0 || y < 0 || x + width > page.width + 0.01 || y + height > page.height + 0.01) {
      found.push({ pointer, message: `lies outside the page of ${page.width} × ${page.height} mm` });
    }
  };
  fields.forEach((field, n) => check(`/fields/${n}`, field.x, field.y, field.width, field.height ?? 0));
  wording.forEach((text, n) => check(`/wording/${n}`, text.x, text.y, text.width ?? 0, 0));
  check('/qr', qr.x, qr.y, qr.size, qr.size);
  check('/seal', seal.x - seal.diameter / 2, seal.y - seal.diameter / 2, seal.diameter, seal.diameter);
  check('/note', note.x, note.y, note.width, note.height);
  if (photo) check('/photo', photo.x, photo.y, photo.width, photo.height);
  return found;
}

/** Fields and photos that the type does not have, and wording that cannot be drawn. */
function misuses({ fields, wording, photo }: Layout, use: LayoutUse): Mistake[] {
  const found: Mistake[] = [];
  fields.forEach(({ field }, n) => {
    if (!field.startsWith('$') && !use.fields.has(field)) {
      found.push({
        pointer: `/fields/${n}/field`,
        message: `names a field that the type does not have: "${field}"`,
      });
    }
  });
  wording.forEach(({ text }, n) => {
    const missing = use.missingCharacters(text);
    if (missing.length > 0) {
      found.push({
        pointer: `/wording/${n}/text`,
        message: `has characters that no font here has: ${missing.join('')}`,
      });
    }
  });
  if (photo && !use.photo) found.push({ pointer: '/photo', message: 'is on no certificate of this type' });
  return found;
}

/** Puts colours in the place of their names. */
function resolveColours(layout: Layout, mistakes: Mistake[]): Layout {
  const resolve = (value: unknown, pointer: string, key: string): unknown => {
    if (typeof value === 'string' && COLOUR_KEYS.has(key)) {
      const colour = /^#[0-9a-f]{6}$/.test(value) ? value : layout.colours[value];
      if (colour === undefined)
        mistakes.push({ pointer, message: `is neither #rrggbb nor a name in "colours": "${value}"` });
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
  return resolve(layout, '', '') as Layout;
}

const COLOUR_KEYS = new Set(['colour', 'fill', 'stroke', 'rule', 'frame']);
