import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { nameOf } from './checks.js';
import type { Check } from './checks.js';
import { EQUIVALENTS, MEMORIES } from './equivalents.js';
import { checksOfSdk } from './switches.js';
import type { Answer, Asked, Trying } from './worker.js';

/** How long a process may take for a vector without a check, which may make it hang, when it takes so long with it. */
const patience = (time: number): number => 20_000 + 20 * time;
/** With how many vectors at most one is tried that is listed as what none can show. */
const ENOUGH = 60;
const listed = new Set(EQUIVALENTS.flatMap(({ checks }) => checks));

/** A process with the vectors in it, which a check that is out may end. */
class Worker {
  #process: ChildProcess | undefined;

  /** Undefined where it ended, or had to be ended since a vector took longer than it may. */
  async ask(
    asked: Asked,
    mayTake: (unit: number) => number = () => 2 ** 31 - 1,
  ): Promise<Answer | undefined> {
    this.#process ??= await begin();
    const child = this.#process;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve) => {
        child.on('message', (said: Trying | Answer) => {
          clearTimeout(timer);
          if ('unit' in said) timer = setTimeout(() => child.kill('SIGKILL'), mayTake(said.unit));
          else resolve(said);
        });
        child.once('exit', () => {
          this.#process = undefined;
          resolve(undefined);
        });
        child.send(asked);
      });
    } finally {
      clearTimeout(timer);
      child.removeAllListeners('message').removeAllListeners('exit');
    }
  }

  close(): void {
    this.#process?.kill();
  }
}

async function begin(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(import.meta.url), ['--inside'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

const placed = (check: Check): string => nameOf(check).replace(' ', `:${check.line} `);
const told = (text: string): boolean => process.stderr.write(`${text}\n`);

/** The checks that no vector misses, of those below verifier-sdk/src that begin with one of the prefixes. */
async function missed(asked: readonly (readonly [number, Check])[]): Promise<Check[]> {
  const workers = Array.from({ length: availableParallelism() }, () => new Worker());
  told(`${asked.length} checks; all vectors with all of them in…`);
  const first = await workers[0]?.ask('trials');
  if (!first || !('trials' in first)) throw new Error('a vector does not hold with all checks in');
  const { units: trials, times } = first.trials;
  // What caught one check of a file is likely to catch the next.
  const catches = new Map<string, Map<number, number>>();
  const left = asked.values();
  const found: Check[] = [];
  // Told at once: a whole run takes long.
  const miss = (check: Check): void => {
    found.push(check);
    if (!listed.has(nameOf(check))) told(`no vector misses ${placed(check)}`);
  };
  let tried = 0;
  const lane = async (worker: Worker): Promise<void> => {
    for (const [n, check] of left) {
      const known = catches.get(check.file) ?? new Map<number, number>();
      catches.set(check.file, known);
      const units = (trials[n] ?? [])
        .toSorted((a, b) => (known.get(b) ?? 0) - (known.get(a) ?? 0))
        .slice(0, listed.has(nameOf(check)) ? ENOUGH : Infinity);
      const mayTake = (unit: number): number => patience(times[unit] ?? 0);
      const answer = units.length === 0 ? { by: null } : await worker.ask({ check: n, units }, mayTake);
      if (!answer) told(`ended or had to be: ${nameOf(check)}`);
      if (answer && 'by' in answer)
        if (answer.by === null) miss(check);
        else known.set(answer.by, (known.get(answer.by) ?? 0) + 1);
      tried += 1;
      if (tried % 100 === 0) told(`${tried} tried`);
    }
  };
  await Promise.all(workers.map(lane));
  for (const worker of workers) worker.close();
  return found;
}

/** `npm run mutants -- [file or folder below verifier-sdk/src…]` */
async function run(prefixes: readonly string[]): Promise<void> {
  const isAsked = (name: string): boolean =>
    prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix));
  const all = [...checksOfSdk().checks.entries()];
  const asked = all.filter(([, check]) => isAsked(check.file) && !MEMORIES.includes(nameOf(check)));
  const survivors = await missed(asked);
  const open = survivors.filter((check) => !listed.has(nameOf(check)));
  const names = new Set(survivors.map(nameOf));
  const there = new Set(all.map(([, check]) => nameOf(check)));
  const wrong = [
    ...[...listed].filter((name) => isAsked(name) && !names.has(name)),
    ...MEMORIES.filter((name) => !there.has(name)),
  ];
  for (const check of open.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line))
    process.stdout.write(`${placed(check)}\n`);
  for (const name of wrong) process.stdout.write(`listed as what no vector can show, and is not: ${name}\n`);
  process.stdout.write(
    `${asked.length} tried: ${asked.length - survivors.length} caught by a vector, ` +
      `${survivors.length - open.length} that no vector can show, ${open.length} open\n`,
  );
  if (open.length > 0 || wrong.length > 0) process.exitCode = 1;
}

if (process.argv[2] === '--inside') await import('./worker.js');
else await run(process.argv.slice(2));
