import { approveTypes, connectLedger } from '@certbridge/service/ledger/adapter';
import type { Ledger } from '@certbridge/service/ledger/adapter';
import { IssuerLog, TYPE } from '../ledger/issuers.js';
import { latenciesAlone, serveStream } from './anchoring.js';
import { percentiles } from './measure.js';
import type { Figure } from './measure.js';
import { openMeasuredNetwork } from './measured-network.js';
import type { MeasuredNetwork } from './measured-network.js';
import { benchThroughput, MAX_LOGS } from './throughput.js';

const ALONE = 30;
const STREAM = { rate: 500, seconds: 30, age: 500 };

/** New logs, the provinces taking turns. */
async function openLogs(ledgers: readonly Ledger[], count: number): Promise<IssuerLog[]> {
  const each = await Promise.all(
    ledgers.map(async (ledger) => {
      const own: IssuerLog[] = [];
      while (own.length < Math.ceil(count / ledgers.length)) own.push(await IssuerLog.open(ledger));
      return own;
    }),
  );
  const turns = Array.from({ length: count }, (_, index) =>
    each[index % each.length]?.at(Math.floor(index / each.length)),
  );
  return turns.filter((log) => log !== undefined);
}

async function receipts(name: string, log: IssuerLog): Promise<Figure[]> {
  const alone = await latenciesAlone(log, ALONE);
  const { latencies, rate, entries: count } = await serveStream(log, STREAM);
  const entries = `${count} entries of what waited, the oldest ${STREAM.age} ms`;
  const note = `${name}; ${STREAM.rate} certificates/s for ${STREAM.seconds} s on one log, ${entries}`;
  return [
    ...percentiles(
      'issue to receipt, one at a time',
      alone,
      `${name}; ${ALONE} certificates, nothing else going on`,
    ),
    ...percentiles(`issue to receipt at ${STREAM.rate}/s`, latencies, note),
    { bench: `steady ${STREAM.rate}/s, receipts made`, value: rate, unit: 'certificates/s', note },
  ];
}

/** Real nodes outlive whoever started them: a run that is interrupted takes them down first. */
function closeWhenInterrupted(network: MeasuredNetwork): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void network.close().finally(() => process.exit(1)));
}

/** Anchoring: one certificate an entry against thousands, each on as many logs as serve it best; growth; latency to the receipt. */
export async function benchLedger(): Promise<Figure[]> {
  const network = await openMeasuredNetwork();
  closeWhenInterrupted(network);
  const ledgers: Ledger[] = [];
  try {
    for (const file of network.ledgerFiles) ledgers.push(await connectLedger(file));
    await approveTypes(ledgers.slice(0, 2), [{ code: TYPE, name: '示例证照' }]);
    const logs = await openLogs(ledgers, MAX_LOGS);
    const [first] = logs;
    if (first === undefined) throw new Error('no log was opened');
    const latency = await receipts(network.name, first);
    const throughput = await benchThroughput(network, logs);
    return [...throughput.rates, ...latency, ...throughput.growth];
  } finally {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    await network.close();
  }
}
