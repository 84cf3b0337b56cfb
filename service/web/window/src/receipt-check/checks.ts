import { FormatError, receiptsInPdf } from '@certbridge/verifier-sdk';
import { computed, inject, provide, readonly, ref, shallowRef } from 'vue';
import type { InjectionKey } from 'vue';
import { Refusal, refusalWords } from '../../../kit';
import { failures } from '../../../kit/verifying/failures';
import { QuestionFailed } from '../../../kit/verifying/messages';
import { readWhole } from '../../../kit/verifying/read-whole';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import type { Words } from '../../../kit/words/words';
import { kindOf } from '../receipts/sign-receipt';
import { checkNamed, checkReceipt } from './check-receipt';
import type { CheckedFiling, CheckedReceipt } from './check-receipt';
import { namedReceipt } from './named-receipt';
import type { NamedReceipt } from './named-receipt';
import { receiptCheckWords as words } from './words';

/** Receipts that were brought to be checked, by whichever way, and what came of each. */
function openChecks(worker: WorkerClient) {
  const checked = shallowRef<readonly (CheckedReceipt | CheckedFiling)[]>([]);
  /** Why nothing came of what was brought. */
  const failed = shallowRef<Words>();
  const isBusy = ref(false);
  let turn = 0;

  /** What was brought last is what is shown, whichever answer comes first. */
  async function check(work: () => Promise<readonly (CheckedReceipt | CheckedFiling)[]>): Promise<void> {
    turn += 1;
    const own = turn;
    isBusy.value = true;
    checked.value = [];
    failed.value = undefined;
    try {
      const found = await work();
      if (own === turn) checked.value = found;
    } catch (error) {
      const said = failureWords(error);
      if (own === turn) failed.value = said;
    }
    if (own === turn) isBusy.value = false;
  }

  const takeNamed = (named: NamedReceipt): Promise<void> =>
    check(async () => [await checkNamed(worker, named)]);

  function takeText(text: string): Promise<void> {
    const named = namedReceipt(text);
    return named ? takeNamed(named) : check(async () => [await checkReceipt(worker, text)]);
  }

  /** The signed receipt, or a PDF for the archive with some in it. */
  const takeFile = (file: File): Promise<void> =>
    check(async () => {
      const read = await readWhole(file);
      if ('failure' in read) throw new QuestionFailed(read.failure);
      const bytes = new Uint8Array(read.bytes);
      const texts =
        kindOf(bytes) === 'pdf' ? receiptsInPdf(bytes) : [new TextDecoder('latin1').decode(bytes)];
      if (texts.length === 0) throw new NoReceipt();
      const all: CheckedReceipt[] = [];
      for (const text of texts) all.push(await checkReceipt(worker, text));
      return all;
    });

  /** Nothing of what was checked is left on the screen. */
  function clear(): void {
    turn += 1;
    checked.value = [];
    failed.value = undefined;
    isBusy.value = false;
  }

  return {
    checked: computed(() => checked.value),
    failed: readonly(failed),
    isBusy: readonly(isBusy),
    takeNamed,
    takeText,
    takeFile,
    clear,
  };
}

/** A PDF without one. */
class NoReceipt extends Error {}

function failureWords(error: unknown): Words {
  if (error instanceof NoReceipt) return words.none;
  if (error instanceof Refusal) return refusalWords(error);
  if (error instanceof QuestionFailed) return failures[error.failure];
  if (error instanceof FormatError) return words.hallUnreadable;
  throw error;
}

export type ReceiptChecks = ReturnType<typeof openChecks>;

const key: InjectionKey<ReceiptChecks> = Symbol('receipt checks');

export function provideReceiptChecks(worker: WorkerClient): ReceiptChecks {
  const opened = openChecks(worker);
  provide(key, opened);
  return opened;
}

export function useReceiptChecks(): ReceiptChecks {
  const opened = inject(key);
  if (!opened) throw new Error('no checks of receipts were opened');
  return opened;
}
