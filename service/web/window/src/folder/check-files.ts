import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue';
import { QuestionFailed } from '../../../kit/verifying/messages';
import { readWhole } from '../../../kit/verifying/read-whole';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import { failedRow, judgedRow } from './row';
import type { Row } from './row';

const CERTIFICATE = /\.(?:pdf|png|jpe?g|webp|gif|bmp|heic)$/iu;

/** Whether a file may be a certificate, by its name; systems' own hidden files are not. */
const mayBeCertificate = (path: string): boolean => CERTIFICATE.test(path) && !/(?:^|\/)\./u.test(path);

/** Checks files one after the other, as they are added, and keeps a row of each. */
export function checkFiles(worker: WorkerClient) {
  const rows = shallowReactive<Row[]>([]);
  const waiting: { readonly at: number; readonly file: File }[] = [];
  const done = shallowRef(0);
  let isRunning = false;
  let isStopped = false;

  async function judge(path: string, file: File): Promise<Row> {
    const read = await readWhole(file);
    if ('failure' in read) return failedRow(path, read.failure);
    try {
      const bytes = read.bytes;
      return judgedRow(path, await worker.ask<'file'>({ ask: 'file', bytes }, [bytes]));
    } catch (error) {
      if (!(error instanceof QuestionFailed)) throw error;
      return failedRow(path, error.failure);
    }
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let next = waiting.shift(); next && !isStopped; next = waiting.shift()) {
      const row = rows[next.at] as Row;
      const judged = await judge(row.path, next.file);
      // Cleared meanwhile: another folder's file stands there now.
      if (rows[next.at] !== row) continue;
      rows[next.at] = judged;
      done.value += 1;
    }
    isRunning = false;
  }

  /** Adds files by their paths; one that was added already is passed over. */
  function add(files: ReadonlyMap<string, File>): void {
    const known = new Set(rows.map(({ path }) => path));
    for (const [path, file] of files) {
      if (!mayBeCertificate(path) || known.has(path)) continue;
      waiting.push({ at: rows.push({ path }) - 1, file });
    }
    void run();
  }

  function clear(): void {
    waiting.length = 0;
    rows.length = 0;
    done.value = 0;
  }

  onScopeDispose(() => (isStopped = true));
  return { rows: rows as readonly Row[], done: computed(() => done.value), add, clear };
}
