import type { Reckoned, Round } from './campaign.js';
import type { Step } from './database-wire.js';
import type { Machines, Part } from './machines.js';

/** A row for each kind of fault, in Markdown, what there was in all, and what was found that must not be. */
export function faultTable(
  reckonings: readonly Reckoned[],
  faults: readonly string[],
  { wire, endedByItself }: Machines,
): string {
  const rounds = reckonings.flatMap((one) => one.rounds);
  const sum = (of: (one: Reckoned) => number): number =>
    reckonings.reduce((total, one) => total + of(one), 0);
  const kinds = [...new Set(rounds.map(({ fault }) => fault))].sort();
  return [
    '| fault | rounds | different steps | away, median |',
    '| --- | --- | --- | --- |',
    ...kinds.map((kind) =>
      row(
        kind,
        rounds.filter(({ fault }) => fault === kind),
      ),
    ),
    row('all', rounds),
    '',
    `${reckonings.length} reckonings: ${sum(({ certificates }) => certificates)} certificates, ` +
      `${sum(({ changes }) => changes)} changes, ${sum(({ documents }) => documents)} PDFs; ` +
      `lost or doubled: ${faults.length}.`,
    `${wire.steps.size} steps were seen; killed at: ${(['service', 'PostgreSQL', 'ledger'] as const)
      .map((part) => `${part} ${stepsOf(rounds, part).size}`)
      .join(', ')}. The service ended ${endedByItself.length} times by itself.`,
    ...endedByItself,
    ...faults,
    '',
  ].join('\n');
}

const stepsOf = (rounds: readonly Round[], part: Part): ReadonlySet<Step> =>
  new Set(rounds.filter(({ fault }) => fault.startsWith(part)).flatMap(({ step }) => step ?? []));

function row(kind: string, rounds: readonly Round[]): string {
  const away = rounds.map((round) => round.away).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  const steps = new Set(rounds.flatMap(({ step }) => step ?? [])).size;
  return `| ${[kind, rounds.length, steps || '', `${(away / 1000).toFixed(1)} s`].join(' | ')} |`;
}
