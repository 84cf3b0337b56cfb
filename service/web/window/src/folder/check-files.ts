import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue';
import { QuestionFailed } from '../../../kit/verifying/messages';
import { readWhole } from '../../../kit/verifying/read-whole';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import { failedRow, judgedRow } from './row';
import type { Row } from './row';

const CERTIFICATE = /\.(?:pdf|png|jpe?g|webp|gif|bmp|heic)$/iu;

/** Whether a file may be a certificate, by its name; systems' own hidden files are not. */
const mayBeCertificate = (path: string): boolean => CERTIFICATE.test(path) && !/(?:^|\/)\./u.test(path);

/** What lay under a path when it was last looked at. */
interface Seen {
  /** Of its row. */
  readonly at: number;
  readonly size: number;
  readonly lastModified: number;
  readonly isTaken: boolean;
}

/** Checks files one after the other, as they are added, and keeps a row of each. */
export function checkFiles(worker: WorkerClient) {
  const rows = shallowReactive<Row[]>([]);
  const waiting: { readonly at: number; readonly file: File }[] = [];
  const seen = new Map<string, Seen>();
  const done = shallowRef(0);
  let isRunning = false;
  let isStopped = false;

  async function judge(path: string, file: File): Promise<Row> {
    const read = await readWhole(file);
    if ('failure' in read) return failedRow(path, read.failure);
    try {
      return judgedRow(path, await worker.ask<'file'>({ ask: 'file', bytes: read.bytes }));
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

  /** Adds files by their paths, as they are. */
  function add(files: ReadonlyMap<string, File>): void {
    for (const [path, file] of files)
      if (mayBeCertificate(path)) waiting.push({ at: rows.push({ path }) - 1, file });
    void run();
  }

  /** Another file lies under the path of a row: what was said of the one before counts no more. */
  function renew(at: number, path: string): void {
    const queued = waiting.findIndex((one) => one.at === at);
    if (queued >= 0) waiting.splice(queued, 1);
    if (rows[at]?.verdict) done.value -= 1;
    rows[at] = { path };
  }

  /**
   * Adds what is found in a folder that is looked into again and again. A file that changes from one look to the next
   * is still being copied: it is taken once it stays as it is, and again when it is another one later.
   */
  function look(files: ReadonlyMap<string, File>): void {
    for (const [path, file] of files) {
      if (!mayBeCertificate(path)) continue;
      const { size, lastModified } = file;
      const before = seen.get(path);
      const isSame = before?.size === size && before.lastModified === lastModified;
      if (isSame && before.isTaken) continue;
      const at = before?.at ?? rows.push({ path }) - 1;
      seen.set(path, { at, size, lastModified, isTaken: isSame });
      if (isSame) waiting.push({ at, file });
      else if (before?.isTaken) renew(at, path);
    }
    void run();
  }

  function clear(): void {
    seen.clear();
    waiting.length = 0;
    rows.length = 0;
    done.value = 0;
  }

  onScopeDispose(() => (isStopped = true));
  return { rows: rows as readonly Row[], done: computed(() => done.value), add, look, clear };
}
