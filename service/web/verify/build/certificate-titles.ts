import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const id = 'virtual:certificate-titles';

interface TypeFile {
  code: string;
  name: string;
  nameEn: string;
  schema: { properties: Record<string, { 'x-title'?: { zh: string; en: string } }> };
}

/**
 * The names of fields in both languages, read from the certificate types as data, so that a new
 * type needs no change in the page: only a build.
 */
export function certificateTitles(folder: string): Plugin {
  return {
    name: 'certificate-titles',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(source) {
      if (source !== `\0${id}`) return undefined;
      const types: Record<string, unknown> = {};
      const files = readdirSync(folder).map((slug) => join(folder, slug, 'type.json'));
      for (const file of files.filter(existsSync).sort()) {
        this.addWatchFile(file);
        const type = JSON.parse(readFileSync(file, 'utf8')) as TypeFile;
        const fields = Object.entries(type.schema.properties).map(([key, property]) => [
          key,
          property['x-title'],
        ]);
        types[type.code] = { zh: type.name, en: type.nameEn, fields: Object.fromEntries(fields) as unknown };
      }
      return `export default ${JSON.stringify(types)};`;
    },
  };
}
