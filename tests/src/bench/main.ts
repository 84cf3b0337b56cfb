import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine, machineNow } from './machine.js';
import type { Figure } from './measure.js';
import { figureTable } from './table.js';

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  mint: async () => (await import('./mint.js')).benchMint(),
  verify: async () => (await import('./verify.js')).benchVerify(),
  pool: async () => (await import('./pool.js')).benchPool(),
  ledger: async () => (await import('./ledger.js')).benchLedger(),
  audit: async () => (await import('./audit.js')).benchAudit(),
  image: async () => (await import('./image.js')).benchImage(),
  growth: async () => (await import('./growth.js')).benchGrowth(),
  window: async () => (await import('./counter.js')).benchCounter(),
  find: async () => (await import('./find.js')).benchFind(),
  console: async () => (await import('./console.js')).benchConsole(),
  clerk: async () => (await import('./clerk.js')).benchClerk(),
  batch: async () => (await import('./large-batch.js')).benchLargeBatch(),
  load: async () => (await import('./load.js')).benchLoad(),
  replicas: async () => (await import('./replicas.js')).benchReplicas(),
  memory: async () => (await import('./memory.js')).benchMemory(),
  bodies: async () => (await import('./bodies.js')).benchBodies(),
};

/** Take minutes for a few sentences: only when asked for. */
const ONLY_BY_NAME: readonly string[] = [
  'memory',
  'bodies',
  'load',
  'replicas',
  'find',
  'console',
  'clerk',
  'batch',
];

/** Benches whose figures are for one core, and so run on one. */
const ONE_CORE: readonly string[] = ['verify'];

/** Runs a bench in a process of its own, so that none finds another's heap; pinned where figures are per core. */
function inProcessOfItsOwn(name: string): Figure[] {
  const node = [process.execPath, '--expose-gc', fileURLToPath(import.meta.url), '--inside', name];
  const pinned = ONE_CORE.includes(name) && spawnSync('taskset', ['-c', '0', 'true']).status === 0;
  const [program = '', ...args] = pinned ? ['taskset', '-c', '0', ...node] : node;
  const { status, stdout } = spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 24,
  });
  if (status !== 0) {
    process.stderr.write(`The bench ${name} failed; its reason stands above.\n`);
    process.exit(1);
  }
  return JSON.parse(stdout.toString()) as Figure[];
}

/** `npm run bench -- [name…] [--json]`: a table for people, one JSON line a figure for machines. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, inside: { type: 'string' } },
});
const whole = Object.keys(benches).filter((name) => !ONLY_BY_NAME.includes(name));
const unknown = positionals.filter((name) => !(name in benches));
if (values.inside !== undefined) {
  process.stdout.write(JSON.stringify(await benches[values.inside]?.()));
} else if (unknown.length > 0) {
  process.stderr.write(
    `No bench is called ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exitCode = 64;
} else {
  for (const name of positionals.length > 0 ? positionals : whole) {
    const [before = NaN] = loadavg();
    const figures = inProcessOfItsOwn(name);
    const machine = machineNow(before);
    const lines = figures.map((figure) => JSON.stringify({ ...figure, machine })).join('\n');
    process.stdout.write(
      values.json ? `${lines}\n` : `\n${name} on ${describeMachine(machine)}\n${figureTable(figures)}\n`,
    );
  }
}
