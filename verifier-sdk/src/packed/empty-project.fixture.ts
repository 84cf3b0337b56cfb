import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];

/** Folders of the packages that are published. */
export type PublishedFolder = 'verifier-sdk' | 'cli';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What npm says of what it packed. */
interface Packed {
  readonly version: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

export interface PackedPackage {
  /** The very file that is installed. */
  readonly tarball: string;
  /** What it holds: paths within the package. */
  readonly files: readonly string[];
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** A folder with nothing but `npm install` of packed packages in it: none of this repository is in reach. */
export class EmptyProject {
  readonly folder: string;
  readonly #packed: ReadonlyMap<string, Packed>;

  private constructor(folder: string, packed: ReadonlyMap<string, Packed>) {
    this.folder = folder;
    this.#packed = packed;
  }

  /**
   * Packs packages of this repository and what they depend on, and installs that. The dependencies come from this
   * machine, each in the version that `npm ci` brought, and npm's cache is a new, empty one: the test asks no
   * registry and is the same whatever the user's own cache holds.
   */
  static async create(folders: readonly PublishedFolder[] = ['verifier-sdk']): Promise<EmptyProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'certbridge-packed-')));
    const cache = ['--cache', join(folder, '.cache')];
    const packed = await packAll(
      folders.map((name) => join(repository, name)),
      folder,
      cache,
    );
    const files = [...packed].map(([name, { filename }]) => [name, `file:${filename}`] as const);
    const manifest = {
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(files.slice(0, folders.length)),
      overrides: Object.fromEntries(files.slice(folders.length)),
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--offline', ...quiet, ...cache], { cwd: folder });
    return new EmptyProject(folder, packed);
  }

  /** @param name of a package that is installed here */
  packed(name: string): PackedPackage {
    const packed = this.#packed.get(name);
    if (!packed) throw new Error(`${name} was not packed`);
    return { tarball: join(this.folder, packed.filename), files: packed.files.map(({ path }) => path) };
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * Packs these packages first, then their dependencies and theirs, each as Node finds it from the one that asks for
 * it.
 */
async function packAll(
  folders: readonly string[],
  target: string,
  cache: readonly string[],
): Promise<Map<string, Packed>> {
  const packed = new Map<string, Packed>();
  const queue = [...folders];
  for (const folder of queue) {
    const { name, version, dependencies = {} } = await manifestOf(folder);
    const before = packed.get(name);
    if (before && before.version !== version) {
      throw new Error(`${name} would be installed in two versions: ${before.version}, ${version}`);
    }
    if (before) continue;
    const args = ['pack', '--json', '--pack-destination', target, ...quiet, ...cache];
    const { stdout } = await run('npm', args, { cwd: folder, maxBuffer: 2 ** 26 });
    const [made] = JSON.parse(stdout) as Packed[];
    if (!made) throw new Error(`npm packed nothing of ${name}`);
    packed.set(name, made);
    queue.push(...Object.keys(dependencies).map((dependency) => installed(dependency, folder)));
  }
  return packed;
}

/** Where Node finds a package from a folder: in the nearest `node_modules` upwards. */
function installed(name: string, from: string): string {
  const here = join(from, 'node_modules', name);
  if (existsSync(here)) return here;
  if (dirname(from) === from) throw new Error(`${name} is not installed`);
  return installed(name, dirname(from));
}
