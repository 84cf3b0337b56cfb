import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const PACKAGE = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const apache = fileURLToPath(new URL('../../../LICENSE', import.meta.url));

/** Notes the packages that a build takes files from. Workers are builds of their own: each needs a collector. */
export interface ThirdParty {
  collector(): Plugin;
  /** Collects too, and writes `third-party.txt` beside the page. */
  writer(): Plugin;
}

/**
 * Writes down every package that is in a page, with the text of its licence, as licences ask of whoever passes
 * copies on.
 *
 * @param contained what packages contain that is under the Apache License without saying so in a file
 */
export function thirdParty(contained: readonly string[] = []): ThirdParty {
  const folders = new Set<string>();
  const further = new Set<string>();
  const collector = (): Plugin => ({
    name: 'third-party-collector',
    apply: 'build',
    moduleParsed({ id }) {
      const [, folder] = PACKAGE.exec(id) ?? [];
      if (folder !== undefined) folders.add(folder);
      const [path = ''] = id.split('?');
      if (existsSync(`${path}.LICENSE.txt`)) further.add(`${path}.LICENSE.txt`);
    },
  });
  return {
    collector,
    writer: () => ({
      ...collector(),
      name: 'third-party',
      generateBundle() {
        const parts = [...folders].sort().map(noticeOf);
        for (const path of further) parts.push(readFileSync(path, 'utf8').trim());
        for (const name of contained) parts.push(`${name}\n\n${readFileSync(apache, 'utf8').trim()}`);
        this.emitFile({ type: 'asset', fileName: 'third-party.txt', source: `${parts.join(RULE)}\n` });
      },
    }),
  };
}

const RULE = `\n\n${'-'.repeat(78)}\n\n`;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** @throws Error for a package that states no licence */
function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license } = manifest;
  if (license === undefined) throw new Error(`${name} states no licence`);
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice)(?:\.\w+)?$/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
