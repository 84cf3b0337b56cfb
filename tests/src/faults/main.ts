import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runProgram } from '../programs.js';
import { seededRandom } from '../samples/random.js';
import { Campaign } from './campaign.js';
import type { Reckoned } from './campaign.js';
import { Machines } from './machines.js';
import { play, scenarioNames } from './scenarios.js';
import type { ScenarioName } from './scenarios.js';
import { faultTable } from './table.js';

/** Of the disk that is filled, in MiB: enough for what a round leaves. */
const DISK = 1024;

/** Rounds after which what was answered in them is reckoned with. */
const ROUNDS_A_RECKONING = 5;
/** Reckonings after which all that was ever answered is reckoned with once more. */
const RECKONINGS = 50;

/**
 * `npm run faults -- [--rounds 1000] [--seed 1] [--replicas 1] [--scenario NAME]… [--minutes 1]`: kills, and the named
 * scenarios before them; prints a table, and ends with 1 where anything was lost or doubled. Ctrl-C ends it after the
 * reckoning under way. `full-disk` fills a disk made of memory (Linux, as root); `clock` wants libfaketime.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '1' },
    scenario: { type: 'string', multiple: true, default: [] },
    minutes: { type: 'string', default: '1' },
  },
});
const wanted = values.scenario.map(scenarioOf);
let isStopped = false;
process.once('SIGINT', () => (isStopped = true));

const folder = await mkdtemp(join(tmpdir(), 'certbridge-faults-'));
const isOnDisk = wanted.includes('full-disk');
if (isOnDisk) await mount(folder);
const machines = await Machines.open(
  folder,
  Number(values.replicas),
  wanted.includes('clock') ? await faketime() : undefined,
);
const campaign = await Campaign.open(machines, seededRandom(Number(values.seed)));
const reckonings: Reckoned[] = [];
const faults: string[] = [];
try {
  for await (const one of played()) {
    reckonings.push(one);
    told(one.faults);
    if (reckonings.length % RECKONINGS === 0) told(await campaign.everything());
    const rounds = one.rounds.map(
      ({ fault, step, away }) => `${fault}${step ? ` (${step})` : ''} ${(away / 1000).toFixed(1)} s`,
    );
    const count = reckonings.reduce((sum, { rounds: some }) => sum + some.length, 0);
    process.stderr.write(`${count}. ${rounds.join(', ')}: ${one.certificates} certificates\n`);
  }
  told(await campaign.everything());
} finally {
  process.stdout.write(faultTable(reckonings, faults, machines));
  await campaign.close();
  await machines.close();
  if (isOnDisk) await runProgram('umount', [folder]);
  await rm(folder, { recursive: true });
}
process.exitCode = faults.length > 0 ? 1 : 0;

/** At once: a run of hours may be cut off. */
function told(found: readonly string[]): void {
  faults.push(...found);
  for (const fault of found) process.stderr.write(`  ${fault}\n`);
}

async function* played(): AsyncGenerator<Reckoned> {
  const lasts = Number(values.minutes) * 60_000;
  for (const name of wanted) if (!isStopped) yield await play(name, { campaign, machines, lasts });
  for (let left = Number(values.rounds); left > 0 && !isStopped; left -= ROUNDS_A_RECKONING) {
    const count = Math.min(left, ROUNDS_A_RECKONING);
    const kinds = Array.from({ length: count }, () => campaign.drawn());
    yield await campaign.kills(values.replicas === '1' ? kinds : kinds.map(() => 'service'));
  }
}

async function mount(at: string): Promise<void> {
  const { code, err } = await runProgram('mount', ['-t', 'tmpfs', '-o', `size=${DISK}m`, 'tmpfs', at]);
  if (code !== 0) throw new Error(`a disk to fill cannot be made: ${err.trim()}`);
}

function scenarioOf(name: string): ScenarioName {
  const found = scenarioNames.find((one) => one === name);
  if (!found) throw new Error(`${name} is no scenario: there are ${scenarioNames.join(', ')}`);
  return found;
}

/** Where Debian's package `libfaketime` puts it. */
async function faketime(): Promise<string> {
  for await (const path of glob('/usr/lib/*/faketime/libfaketimeMT.so.1')) return path;
  throw new Error('the clock cannot be set: install libfaketime');
}
