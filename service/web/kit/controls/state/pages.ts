import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef, WatchSource } from 'vue';
import { useAnswer } from './answer';
import type { Answer } from './answer';

/** A page of a list; `next` is the cursor of what follows, null on the last. */
export interface PageOf<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
}

export interface Pages<Row, Cursor> {
  /** The first page, as it is asked for. */
  readonly first: Answer<PageOf<Row, Cursor>>;
  /** Of all pages so far. */
  readonly rows: Readonly<ShallowRef<readonly Row[]>>;
  /** Whether another page can be asked for; not while one is on its way. */
  readonly hasMore: ComputedRef<boolean>;
  /** Fetches the following page. @throws Refusal */
  readonly more: () => Promise<void>;
}

/** A list that comes in pages: the first now and whenever `sources` change, the others when `more` asks for them. */
export function usePages<Row, Cursor>(
  page: (after?: Cursor) => Promise<PageOf<Row, Cursor>>,
  sources: readonly WatchSource[] = [],
): Pages<Row, Cursor> {
  const rows = shallowRef<readonly Row[]>([]);
  const next = shallowRef<Cursor>();
  const first = useAnswer(async () => {
    const found = await page();
    rows.value = found.rows;
    next.value = found.next ?? undefined;
    return found;
  }, sources);
  const more = async (): Promise<void> => {
    const after = next.value;
    if (after === undefined) return;
    next.value = undefined;
    const found = await page(after);
    rows.value = [...rows.value, ...found.rows];
    next.value = found.next ?? undefined;
  };
  return { first, rows, hasMore: computed(() => next.value !== undefined), more };
}
