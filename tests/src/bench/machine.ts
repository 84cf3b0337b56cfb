import { availableParallelism, cpus, loadavg } from 'node:os';

/** What figures were measured on, and beside how much other work: without it nobody can tell what they mean. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  /** Processes that wanted to run, over the minute before the bench and over its last minute, its own among them. */
  readonly load: readonly [before: number, after: number];
}

/** @param before what {@link loadavg} said of the last minute before the bench */
export const machineNow = (before: number): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
  load: [before, loadavg()[0] ?? NaN],
});

export const describeMachine = ({ processor, cores, node, load }: Machine): string =>
  `${processor}, ${cores} cores, Node.js ${node}; load ${load.map((one) => one.toFixed(1)).join(' before, ')} after`;
