import { shallowRef } from 'vue';
import { api, ask } from '../../../kit';
import { keep, kept } from '../device/store';
import type { Item } from '../device/store';

/** What windows here work on, kept for when there is no network. */
export const items = shallowRef<readonly Item[]>([]);

void kept('items', 'all').then((known) => (items.value = known ?? []));

/** @throws Refusal */
export async function learnItems(): Promise<void> {
  const { items: found } = await ask(api.GET('/api/v1/items'));
  items.value = found.map(({ code, name }) => ({ code, name }));
  await keep('items', 'all', items.value);
}
