import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DocumentError } from '../errors.js';
import type { Faces } from '../fonts/faces.js';
import type { Layout } from './layout.js';
import { readLayout } from './read-layout.js';
import type { LayoutUse } from './read-layout.js';

/** The layouts that came along. */
const OWN = fileURLToPath(new URL('../../../../certificate-types', import.meta.url));

/** Of a type's file, what its layouts are checked against. */
const typeFile = z.looseObject({
  schema: z.looseObject({
    properties: z.record(z.string(), z.looseObject({ 'x-photo': z.boolean().optional() })),
  }),
});

/** All layouts of a folder of certificate types: a certificate remembers its layout, so none is ever taken away. */
export class LayoutRegistry {
  readonly #folder: string;
  readonly #faces: Faces;
  readonly #layouts = new Map<string, Layout>();

  private constructor(folder: string, faces: Faces) {
    this.#folder = folder;
    this.#faces = faces;
  }

  /**
   * Reads every `<folder>/<slug>/layout.json` and `layout-v<n>.json` at once, so that a wrong one shows at the start.
   * @param folder the shipped one unless given
   * @throws DocumentError `LAYOUT_INVALID`
   */
  static open(faces: Faces, folder = OWN): LayoutRegistry {
    const registry = new LayoutRegistry(folder, faces);
    for (const { name: slug } of readdirSync(folder, { withFileTypes: true }).filter((e) =>
      e.isDirectory(),
    )) {
      for (const file of readdirSync(join(folder, slug)).filter((name) =>
        /^layout(-v\d+)?\.json$/.test(name),
      )) {
        const path = join(folder, slug, file);
        const layout = registry.read(slug, path, readFileSync(path, 'utf8'));
        registry.#layouts.set(`${slug}@${layout.version}`, layout);
      }
    }
    return registry;
  }

  /** @throws DocumentError `LAYOUT_UNKNOWN` */
  get(slug: string, version: number): Layout {
    const layout = this.#layouts.get(`${slug}@${version}`);
    if (!layout)
      throw new DocumentError('LAYOUT_UNKNOWN', `There is no layout ${version} of the type "${slug}".`);
    return layout;
  }

  /**
   * Reads a layout that is not in the registry, for a type that is.
   * @param name of its file, for errors
   * @throws DocumentError `LAYOUT_INVALID`
   */
  read(slug: string, name: string, text: string): Layout {
    return readLayout(name, text, this.#useOf(slug));
  }

  /** Fields of all versions of a type. */
  #useOf(slug: string): LayoutUse {
    const folder = join(this.#folder, slug);
    const types = readdirSync(folder)
      .filter((name) => /^type(\.\d+)?\.json$/.test(name))
      .map((name) => typeFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
    const fields = types.flatMap(({ schema }) => Object.entries(schema.properties));
    return {
      fields: new Set(fields.filter(([, field]) => field['x-photo'] !== true).map(([key]) => key)),
      photo: fields.some(([, field]) => field['x-photo'] === true),
      missingCharacters: (text) => this.#faces.missing(text),
    };
  }
}
