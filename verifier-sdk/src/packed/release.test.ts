import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packRelease, releaseFaults } from './release.js';
import type { ReleasedManifest } from './release.js';

const manifest: ReleasedManifest = {
  name: '@certbridge/verifier-sdk',
  version: '1.2.3',
  license: 'Apache-2.0',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './p.json': './package.json' },
  bin: { 'certbridge-verify': 'bin/certbridge-verify.js' },
  repository: { type: 'git', url: 'git+https://code.example/certbridge.git' },
};
const files = [
  ...['LICENSE', 'NOTICE', 'README.md', 'docs/api.md', 'docs/formats.md', 'package.json'],
  ...['docs/readers.md', 'docs/readers.zh-CN.md', 'vectors/README.md', 'vectors/manifest.json'],
  ...['vectors/primitives.json', 'vectors/keys.json'],
  ...['dist/index.d.ts', 'dist/index.js', 'bin/certbridge-verify.js'],
];
const changelog = '# Changes\n\n## [1.2.3] - 2026-01-01\n';

describe('a package that must not be published is refused', () => {
  it('is published as it should be', () => {
    expect(releaseFaults(manifest, files, changelog)).toEqual([]);
  });

  it.each(files)('without %s', (path) => {
    const rest = files.filter((file) => file !== path);
    expect(releaseFaults(manifest, rest, changelog)).toContain(`${path} is not in the package`);
  });

  it.each(['dist/a.test.js', 'src/a.fixture.ts', 'dist/packed/release.js', '.env', 'keys/issuer.pem'])(
    'with %s',
    (path) => {
      expect(releaseFaults(manifest, [...files, path], changelog)).toEqual([`${path} must not be in it`]);
    },
  );

  it('with a script that runs at installation', () => {
    const faults = releaseFaults({ ...manifest, scripts: { postinstall: 'x' } }, files, changelog);
    expect(faults).toEqual(['its script postinstall would run at installation']);
  });

  it('under no licence', () => {
    const { license: _, ...unlicensed } = manifest;
    expect(releaseFaults(unlicensed, files, changelog)).toEqual(['its license is not Apache-2.0']);
  });

  it('that names no repository, without which there is no provenance', () => {
    const { repository: _, ...unnamed } = manifest;
    expect(releaseFaults(unnamed, files, changelog)).toEqual([
      'package.json names no repository, and npm publishes no provenance without one',
    ]);
  });

  it('whose version has no section in the change log', () => {
    expect(releaseFaults(manifest, files, '## [1.2.2]')).toEqual(['CHANGELOG.md has no section [1.2.3]']);
  });
});

/** Every name by which code of a package can be imported, from its own manifest. */
async function exportedNames(folder: string): Promise<string[]> {
  const own = await readFile(new URL(`../../../${folder}/package.json`, import.meta.url), 'utf8');
  const { name, exports } = JSON.parse(own) as ReleasedManifest;
  const paths = Object.keys(exports).filter((path) => path !== './package.json');
  return paths.map((path) => name + path.slice(1));
}

describe('the packages as they are now', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certbridge-release-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('may be published: all that they export imports from an empty project', async () => {
    const lines = await packRelease(folder, { rehearsal: true });
    for (const packed of ['  LICENSE', '  NOTICE']) {
      expect(lines.filter((line) => line === packed)).toHaveLength(2);
    }
    expect(lines).toEqual(expect.arrayContaining(['certbridge-verify: starts', 'certbridge: starts']));
    const imported = lines.map((line) => /^(@certbridge\/\S+): \d+ names$/.exec(line)?.[1]);
    expect(imported.filter((name) => name !== undefined).sort()).toEqual(
      [...(await exportedNames('verifier-sdk')), ...(await exportedNames('cli'))].sort(),
    );
    const tarballs = lines.filter((line) => line.endsWith('.tgz'));
    // Two packages, and the vectors by themselves.
    expect(tarballs).toHaveLength(3);
    expect(tarballs.map((path) => basename(path))).toContainEqual(
      expect.stringMatching(/^certbridge-vectors-/),
    );
    for (const tarball of tarballs) expect((await readFile(tarball)).length).toBeGreaterThan(0);
  });
});
