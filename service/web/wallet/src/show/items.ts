import { shallowRef } from 'vue';
import { api, ask, say } from '../../../kit';
import { keep, kept } from '../device/store';
import type { Item } from '../device/store';

/** What windows here work on, kept for when there is no network. */
export const items = shallowRef<readonly Item[]>([]);

void kept('items', 'all').then((known) => (items.value = known ?? []));

/** What an item is called; of one that is not known, its code. */
export function itemName(code: string): string {
  const found = items.value.find((one) => one.code === code);
  return found ? say(found.name) : code;
}

/** @throws Refusal */
export async function learnItems(): Promise<void> {
  const { items: found } = await ask(api.GET('/api/v1/items'));
  items.value = found.map(({ code, name }) => ({ code, name }));
  await keep('items', 'all', items.value);
}
