import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const id = 'virtual:certificate-names';

interface TypeFile {
  code: string;
  slug: string;
  name: string;
  nameEn: string;
}

/**
 * The names of certificate types in both languages by code, and their codes by short name, read from the types as
 * data, so that a new type needs no change in an app: only a build.
 */
export function certificateNames(folder: string): Plugin {
  return {
    name: 'certificate-names',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(source) {
      if (source !== `\0${id}`) return undefined;
      const names: Record<string, { zh: string; en: string }> = {};
      const codes: Record<string, string> = {};
      const files = readdirSync(folder).map((slug) => join(folder, slug, 'type.json'));
      for (const file of files.filter(existsSync).sort()) {
        this.addWatchFile(file);
        const { code, slug, name, nameEn } = JSON.parse(readFileSync(file, 'utf8')) as TypeFile;
        names[code] = { zh: name, en: nameEn };
        codes[slug] = code;
      }
      return `export default ${JSON.stringify(names)};\nexport const codes = ${JSON.stringify(codes)};`;
    },
  };
}
