import type { ExpectedHolder, Report } from '@certbridge/verifier-sdk';
import { deliveredText } from '@certbridge/verifier-sdk/formats';
import { computed, inject, onScopeDispose, provide, readonly, ref, shallowReactive, shallowRef } from 'vue';
import type { InjectionKey } from 'vue';
import { sound } from '../../../kit';
import type { Sound } from '../../../kit';
import type { Failure } from '../../../kit/verifying/messages';
import { readWhole } from '../../../kit/verifying/read-whole';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import { putDown } from './document';
import type { CounterDocument } from './document';
import { sayVerdict } from './say-verdict';

const sounds = { valid: 'good', invalid: 'bad', indeterminate: 'doubt' } as const satisfies Record<
  Report['verdict'],
  Sound
>;

/**
 * The certificates of the person who stands at the counter, and whom they are compared with.
 * @param isOther takes a text that is no matter of the counter, and says so
 */
function openCounter(worker: WorkerClient, isOther: (text: string) => boolean) {
  const documents = shallowReactive<CounterDocument[]>([]);
  const shown = shallowRef<number>();
  const holder = shallowRef<ExpectedHolder>();
  /** Code of the item of the open case. */
  const item = shallowRef<string>();
  /** The four digits 口令 that were given to this person: their live codes must carry them. */
  const challenge = shallowRef<string>();
  /** Why a file could not even be looked at. */
  const unread = shallowRef<Failure | null>(null);
  /** How many people were cleared away before this one. */
  const turn = ref(0);
  const clearing: (() => void)[] = [];
  let last = 0;

  /** Whether there is something of which nobody knows yet what it is worth. */
  const isVerifying = computed(() => documents.some(({ query }) => query.state.value === 'waiting'));
  /** Those that could not be checked, which is no verdict. */
  const unchecked = computed(() => documents.filter(({ query }) => query.state.value === 'failed'));
  const current = computed(() => documents.find(({ id }) => id === shown.value));

  const said = (report: Report | null, failure: Failure | null): void => {
    if (report) {
      sound(sounds[report.verdict]);
      sayVerdict(report);
    } else if (failure) {
      sound('doubt');
    }
  };

  /** Phones renew their live codes: what was shown last of a certificate takes the place of what was shown before. */
  function replaceOlder(newer: CounterDocument, { shown: how }: Report): void {
    if (!how) return;
    const olds = documents.filter(({ id, query }) => id < newer.id && query.last.value?.shown?.of === how.of);
    olds.forEach(takeOff);
  }

  /** Takes one away: it is no part of this person's matter, or could not be checked. */
  function takeOff(document: CounterDocument): void {
    document.close();
    documents.splice(documents.indexOf(document), 1);
  }

  function put(name: string, content: string | Uint8Array<ArrayBuffer>): void {
    last += 1;
    unread.value = null;
    const asked = { holder: holder.value, item: item.value, challenge: challenge.value };
    const placed = putDown(worker, {
      ...{ id: last, name, content, ...asked },
      said(report, failure) {
        if (report) replaceOlder(placed, report);
        said(report, failure);
      },
    });
    documents.push(placed);
    shown.value = last;
  }

  /**
   * A code that was scanned, pasted or seen; one that lies here already is shown again.
   * @returns whether it is a matter of the counter
   */
  function takeCode(text: string): boolean {
    if (isOther(text)) return false;
    const code = codeIn(text);
    const known = documents.find(({ content }) => content === code);
    if (known) {
      shown.value = known.id;
      const { report, failure, again: askAgain } = known.query;
      if (failure.value) askAgain();
      else said(report.value, null);
    } else {
      put('', code);
    }
    return true;
  }

  async function takeFile(file: File): Promise<void> {
    const read = await readWhole(file);
    if ('bytes' in read) put(file.name, new Uint8Array(read.bytes));
    else unread.value = read.failure;
  }

  function compare(with_: ExpectedHolder | undefined): void {
    holder.value = with_;
    for (const { query } of documents) query.compare(with_);
  }

  /**
   * The case that is open is of this item, or there is none.
   * @param isChallenged whether a live code counts for it only with a challenge
   */
  function forItem(code: string | undefined, isChallenged = false): void {
    item.value = code;
    if (isChallenged && challenge.value === undefined) giveChallenge();
    for (const document of documents) document.forItem(code, isChallenged ? challenge.value : undefined);
  }

  /** Four fresh digits: with them a live code counts whatever the clocks say, at this window only. */
  function giveChallenge(): void {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    challenge.value = String(random % 10_000).padStart(4, '0');
  }

  /** Ready for the same person's next certificate. */
  function again(): void {
    shown.value = undefined;
    unread.value = null;
  }

  /** Nothing of this person is left for the next. */
  function clear(): void {
    for (const document of documents.splice(0)) document.close();
    turn.value += 1;
    holder.value = challenge.value = undefined;
    for (const clearAlso of clearing) clearAlso();
    again();
  }

  onScopeDispose(clear);
  return {
    documents: documents as readonly CounterDocument[],
    current,
    isVerifying,
    unchecked,
    turn: readonly(turn),
    holder: readonly(holder),
    unread: readonly(unread),
    takeCode,
    takeFile,
    takeOff,
    challenge: readonly(challenge),
    compare,
    forItem,
    giveChallenge,
    again,
    clear,
    /** What else is of this person alone goes with it. */
    onClear: (also: () => void) => void clearing.push(also),
    show: (id: number) => void (shown.value = id),
  };
}

/** The code's digits alone, since a verifier ignores the host; what is no code stays as it is, to be answered. */
function codeIn(text: string): string {
  const delivered = deliveredText(text);
  return delivered.kind === 'digits' ? `${location.origin}/v#${delivered.digits}` : text.trim();
}

export type Counter = ReturnType<typeof openCounter>;

const key: InjectionKey<Counter> = Symbol('counter');

export function provideCounter(worker: WorkerClient, isOther: (text: string) => boolean): Counter {
  const counter = openCounter(worker, isOther);
  provide(key, counter);
  return counter;
}

export function useCounter(): Counter {
  const counter = inject(key);
  if (!counter) throw new Error('no counter was opened');
  return counter;
}
