/**
 * For the crash test: the service's pipeline in a process of its own that kills itself (SIGKILL) at a named
 * step. Steps are what leaves the process: statements that write, commits, ledger calls, minted documents.
 */
import { runAnchoring } from '../../ledger/anchoring/index.js';
import type { Database, Queryable, Transaction } from '../../platform/database/index.js';
import { connectLedger } from '../../ledger/adapter/index.js';
import type { Ledger } from '../../ledger/adapter/index.js';
import { openIssuing } from './issuing.js';
import { licences, openParts, upload, zhejiang } from './issuing.fixture.js';

interface Task {
  readonly folder: string;
  readonly url: string;
  readonly masterKey: string;
  readonly ledgerFile: string;
  /** Batches by number, whose rows and Idempotency-Keys follow from it: the last may crash. */
  readonly batches: readonly number[];
  readonly rows: number;
  readonly crashAt?: string;
}

const task = JSON.parse(process.env['CRASH_TASK'] ?? '{}') as Task;
let armed = false;
const passed: string[] = [];

function step(name: string): void {
  if (!armed) return;
  passed.push(name);
  if (name === task.crashAt) process.kill(process.pid, 'SIGKILL');
}

const writes = (sql: string): string | undefined =>
  /\b(INSERT INTO|UPDATE|DELETE FROM) +(\w+)/.exec(sql)?.[0];

function watched<T extends Queryable>(target: T, seen: (write: string) => void): T {
  const query: Queryable['query'] = async (sql, values) => {
    const write = writes(sql);
    if (write === undefined) return target.query(sql, values);
    step(`before ${write}`);
    seen(write);
    return target.query(sql, values);
  };
  return { ...target, query };
}

function watchedDatabase(database: Database): Database {
  return {
    ...watched(database, () => undefined),
    async transaction(work) {
      const written: string[] = [];
      const result = await database.transaction(async (transaction: Transaction) => {
        const done = await work(watched(transaction, (write) => written.push(write)));
        if (written.length > 0) step(`before commit of ${written.join(', ')}`);
        return done;
      });
      if (written.length > 0) step(`after commit of ${written.join(', ')}`);
      return result;
    },
  };
}

function watchedLedger(ledger: Ledger): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call = member.bind(target) as (...args: unknown[]) => unknown;
      if (name !== 'append' && name !== 'attestEntry') return call;
      return async (...args: unknown[]): Promise<unknown> => {
        step(`before ${name}`);
        const result = await call(...args);
        step(`after ${name}`);
        return result;
      };
    },
  });
}

const { options, keys } = await openParts(task.folder, task.url, Buffer.from(task.masterKey, 'hex'));
const database = watchedDatabase(options.database);
const { renderer } = options;
const mint = async (...args: Parameters<typeof renderer.mint>): ReturnType<typeof renderer.mint> => {
  const minted = await renderer.mint(...args);
  step('after mint');
  return minted;
};
const issuing = openIssuing({
  ...options,
  database,
  renderer: new Proxy(renderer, {
    get: (target, name) => {
      if (name === 'mint') return mint;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  }),
});
const ledger = await connectLedger(task.ledgerFile);
const stop = new AbortController();
const running = [
  issuing.run(stop.signal),
  runAnchoring(
    {
      database,
      databaseUrl: task.url,
      ledger: watchedLedger(ledger),
      signer: (kid) => keys.signer(kid),
      age: 50,
    },
    stop.signal,
  ),
];

for (const [at, number] of task.batches.entries()) {
  armed = at === task.batches.length - 1;
  const file = await upload(licences(number * 100, number * 100 + task.rows));
  const batch = await issuing.submitUpload(file, {
    issuer: zhejiang,
    type: 'business-licence',
    mode: 'skip-bad',
    submittedBy: 'operator-1',
    idempotencyKey: `crash-${number}`,
  });
  for await (const _ of issuing.watch(zhejiang, batch.id, new AbortController().signal));
}
armed = false;
process.stdout.write(JSON.stringify(passed));
stop.abort();
await Promise.all(running);
await ledger.close();
await options.database.close();
