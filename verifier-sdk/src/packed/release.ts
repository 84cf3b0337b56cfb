import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { EmptyProject } from './empty-project.fixture.js';
import type { PublishedFolder } from './empty-project.fixture.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What of the package's manifest a release depends on. */
export interface ReleasedManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly repository?: unknown;
}

/** npm publishes provenance only for a public repository, the one that its CI runs in. */
const NO_REPOSITORY = 'package.json names no repository, and npm publishes no provenance without one';
/** Run by npm on the machine of whoever installs the package: ours runs nothing there. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];
const REQUIRED = ['LICENSE', 'NOTICE', 'README.md', 'package.json'];
/** Pages that a package's README leads to. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  '@certbridge/verifier-sdk': [
    ...['docs/api.md', 'docs/formats.md', 'docs/readers.md', 'docs/readers.zh-CN.md'],
    ...['vectors/README.md', 'vectors/manifest.json', 'vectors/primitives.json', 'vectors/keys.json'],
  ],
};
/** What is released together. */
const RELEASED: readonly PublishedFolder[] = ['verifier-sdk', 'cli'];
const FORBIDDEN =
  /\.test\.|\.fixture\.|\.tsbuildinfo$|(?:^|\/)(?:packed|node_modules)\/|(?:^|\/)\.env|\.pem$/;

/**
 * What is wrong with a packed package; nothing if it may be published.
 *
 * @param files paths within the package
 * @param changelog text of CHANGELOG.md
 */
export function releaseFaults(
  manifest: ReleasedManifest,
  files: readonly string[],
  changelog: string,
): string[] {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  const needed = [...targets, ...Object.values(manifest.bin)].map((path) => path.replace(/^\.\//, ''));
  const missing = [...REQUIRED, ...(PAGES[manifest.name] ?? []), ...needed].filter(
    (path) => !files.includes(path),
  );
  const faults = missing.map((path) => `${path} is not in the package`);
  for (const path of files.filter((file) => FORBIDDEN.test(file))) faults.push(`${path} must not be in it`);
  for (const script of INSTALL_SCRIPTS) {
    if (manifest.scripts?.[script] !== undefined)
      faults.push(`its script ${script} would run at installation`);
  }
  if (manifest.license !== 'Apache-2.0') faults.push('its license is not Apache-2.0');
  if (!changelog.includes(`## [${manifest.version}]`)) {
    faults.push(`CHANGELOG.md has no section [${manifest.version}]`);
  }
  if (manifest.repository === undefined) faults.push(NO_REPOSITORY);
  return faults;
}

/** Imports everything that the package exports, in the project where it is installed. */
async function importAll(project: EmptyProject, { name, exports }: ReleasedManifest): Promise<string[]> {
  const paths = Object.keys(exports).filter((path) => !path.endsWith('.json'));
  const counted: string[] = [];
  for (const path of paths) {
    const specifier = name + path.slice(1);
    const code = `console.log(Object.keys(await import(${JSON.stringify(specifier)})).length)`;
    const args = ['--input-type=module', '--eval', code];
    const { stdout } = await run(process.execPath, args, { cwd: project.folder });
    if (Number(stdout) === 0) throw new Error(`${specifier} exports nothing`);
    counted.push(`${specifier}: ${stdout.trim()} names`);
  }
  return counted;
}

/**
 * Packs the SDK and the command line, installs these very files into an empty project, and shows what it proved.
 *
 * @param folder where the tarballs go
 * @param options.rehearsal proves the packages as they will be, before there is a repository to name
 * @returns what was found, a line each
 * @throws Error that names everything wrong with a package
 */
export async function packRelease(
  folder: string,
  { rehearsal = false }: { readonly rehearsal?: boolean } = {},
): Promise<string[]> {
  const project = await EmptyProject.create(RELEASED);
  try {
    await mkdir(folder, { recursive: true });
    const lines: string[] = [];
    for (const name of RELEASED) lines.push(...(await provePackage(project, name, folder, rehearsal)));
    lines.push(await archiveVectors(project, folder));
    return rehearsal ? [...lines, 'A rehearsal: these files are not to be published.'] : lines;
  } finally {
    await project.remove();
  }
}

/** The vectors by themselves, for whoever writes a reader in another language. @returns where they are */
async function archiveVectors(project: EmptyProject, folder: string): Promise<string> {
  const installed = project.path('node_modules', '@certbridge', 'verifier-sdk');
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as ReleasedManifest;
  const archive = join(folder, `certbridge-vectors-${version}.tgz`);
  await run('tar', ['-czf', archive, '-C', installed, 'vectors', 'docs', 'LICENSE']);
  return archive;
}

async function provePackage(
  project: EmptyProject,
  name: PublishedFolder,
  folder: string,
  rehearsal: boolean,
): Promise<string[]> {
  const installed = project.path('node_modules', '@certbridge', name);
  const read = (path: string): Promise<string> => readFile(path, 'utf8');
  const manifest = JSON.parse(await read(join(installed, 'package.json'))) as ReleasedManifest;
  const packed = project.packed(manifest.name);
  const faults = releaseFaults(manifest, packed.files, await read(join(root, 'CHANGELOG.md'))).filter(
    (fault) => !rehearsal || fault !== NO_REPOSITORY,
  );
  if ((await read(join(installed, 'LICENSE'))) !== (await read(join(root, 'LICENSE')))) {
    faults.push('its LICENSE is not that of the repository');
  }
  if (faults.length > 0) {
    throw new Error(`${manifest.name} must not be published:\n- ${faults.join('\n- ')}`);
  }
  const exported = await importAll(project, manifest);
  for (const bin of Object.values(manifest.bin)) {
    await run(process.execPath, [join(installed, bin), '--help'], { cwd: project.folder });
  }
  const tarball = join(folder, basename(packed.tarball));
  await copyFile(packed.tarball, tarball);
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  return [
    `${manifest.name}@${manifest.version}: ${packed.files.length} files`,
    ...packed.files.map((path) => `  ${path}`),
    ...exported,
    `${Object.keys(manifest.bin).join(', ')}: starts`,
    `sha512-${digest}`,
    tarball,
  ];
}
