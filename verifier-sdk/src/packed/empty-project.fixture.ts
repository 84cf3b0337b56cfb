import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sdk = fileURLToPath(new URL('../..', import.meta.url));
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** A folder with nothing but `npm install` of the packed SDK in it: none of this repository is in reach. */
export class EmptyProject {
  readonly folder: string;
  /** The packed SDK: the very file that is installed here. */
  readonly tarball: string;
  /** What the SDK's tarball holds: paths within the package. */
  readonly packedFiles: readonly string[];

  private constructor(folder: string, { filename, files }: Packed) {
    this.folder = folder;
    this.tarball = join(folder, filename);
    this.packedFiles = files.map(({ path }) => path);
  }

  /**
   * Packs the SDK and what it depends on, and installs that. The dependencies come from this machine, each in
   * the version that `npm ci` brought for the SDK, and npm's cache is a new, empty one: the test asks no
   * registry and is the same whatever the user's own cache holds.
   */
  static async create(): Promise<EmptyProject> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'certbridge-packed-')));
    const cache = ['--cache', join(folder, '.cache')];
    const packed = await packAll(folder, cache);
    const [own, ...others] = [...packed].map(([name, { filename }]) => [name, `file:${filename}`] as const);
    const manifest = {
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(own ? [own] : []),
      overrides: Object.fromEntries(others),
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await run('npm', ['install', '--offline', ...quiet, ...cache], { cwd: folder });
    const [sdkPacked] = packed.values();
    if (!sdkPacked) throw new Error('the SDK was not packed');
    return new EmptyProject(folder, sdkPacked);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Packs the SDK first, then its dependencies and theirs, each as Node finds it from the one that asks for it. */
async function packAll(target: string, cache: readonly string[]): Promise<Map<string, Packed>> {
  const packed = new Map<string, Packed>();
  const queue = [sdk];
  for (const folder of queue) {
    const { name, dependencies = {} } = await manifestOf(folder);
    if (packed.has(name)) continue;
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
