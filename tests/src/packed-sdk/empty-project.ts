import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sdk = fileURLToPath(new URL('../../../verifier-sdk', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** A folder with nothing but `npm install` of the packed SDK in it: none of this repository is in reach. */
export class EmptyProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Packs the SDK and what it depends on, and installs that. The dependencies come from this machine, as
   * `npm ci` brought them, so that the test asks no registry.
   */
  static async create(): Promise<EmptyProject> {
    const project = new EmptyProject(await realpath(await mkdtemp(join(tmpdir(), 'certbridge-packed-'))));
    const [own, ...others] = await packAll(project.folder);
    const manifest = {
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(own ? [own] : []),
      overrides: Object.fromEntries(others),
    };
    await writeFile(join(project.folder, 'package.json'), JSON.stringify(manifest));
    const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    await project.run('npm', ['install', ...quiet, '--cache', join(project.folder, '.cache')]);
    return project;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Runs a command here; gives what it writes. */
  async run(command: string, args: readonly string[]): Promise<string> {
    return (await run(command, args, { cwd: this.folder, maxBuffer: 16 * 1024 * 1024 })).stdout;
  }

  /** Puts the window's program here. */
  addProgram(): Promise<void> {
    return cp(fileURLToPath(new URL('window', import.meta.url)), this.path('src'), { recursive: true });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Packs the SDK first, then its dependencies and theirs; each with the file that it became. */
async function packAll(target: string): Promise<[name: string, file: string][]> {
  const packed = new Map<string, string>();
  const queue = [sdk];
  for (const folder of queue) {
    const { name, dependencies = {} } = await manifestOf(folder);
    if (packed.has(name)) continue;
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', target];
    const [file] = JSON.parse((await run('npm', args, { cwd: folder })).stdout) as { filename: string }[];
    packed.set(name, `file:${file?.filename ?? ''}`);
    queue.push(...Object.keys(dependencies).map((dependency) => installed(dependency, folder)));
  }
  return [...packed];
}

/** Where Node finds a package from a folder: in the nearest `node_modules` upwards. */
function installed(name: string, from: string): string {
  const here = join(from, 'node_modules', name);
  if (existsSync(here)) return here;
  if (dirname(from) === from) throw new Error(`${name} is not installed`);
  return installed(name, dirname(from));
}
