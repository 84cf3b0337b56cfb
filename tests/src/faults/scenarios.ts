import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Campaign, Reckoned } from './campaign.js';
import type { Machines, Part } from './machines.js';

/** @param lasts milliseconds */
type Scenario = (machines: Machines, lasts: number) => Promise<void>;

/** What lasts longer than a kill. */
const scenarios = {
  'database-gone': (machines, lasts) => gone(machines, 'PostgreSQL', lasts),
  'ledger-gone': (machines, lasts) => gone(machines, 'ledger', lasts),
  'slow-ledger': slow,
  /** Where the machines' folder is a file system of its own. */
  'full-disk': fullDisk,
  /** Where the machines have a clock of their own. */
  clock: clocks,
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[];

export const play = (
  name: ScenarioName,
  { campaign, machines, lasts }: { campaign: Campaign; machines: Machines; lasts: number },
): Promise<Reckoned> =>
  campaign.reckoned(async () => {
    await scenarios[name](machines, lasts);
    return [{ fault: name, away: lasts }];
  }, lasts / 60);

async function gone(machines: Machines, part: Part, lasts: number): Promise<void> {
  await machines.kill(part);
  await delay(lasts);
  await machines.start(part);
}

/** Nine tenths of the time it does nothing. */
async function slow(machines: Machines, lasts: number): Promise<void> {
  for (const ends = performance.now() + lasts; performance.now() < ends;) {
    machines.pauseLedger(true);
    await delay(900);
    machines.pauseLedger(false);
    await delay(100);
  }
}

async function fullDisk(machines: Machines, lasts: number): Promise<void> {
  const ballast = join(machines.folder, 'ballast');
  await fill(ballast);
  await delay(lasts);
  await rm(ballast);
  // Room was made: an operator starts everything again, whatever ended by itself.
  for (const part of ['service', 'PostgreSQL', 'ledger'] as const) await machines.kill(part);
  for (const part of ['PostgreSQL', 'ledger', 'service'] as const) await machines.start(part);
}

/** Of the service alone: ahead for half the time, then behind. */
async function clocks(machines: Machines, lasts: number): Promise<void> {
  for (const offset of ['+2h', '-2h']) {
    await machines.setClock(offset);
    await delay(lasts / 2);
  }
  await machines.setClock('+0');
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(2 ** 16);
  try {
    for (;;) await file.write(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
}
