import { shallowRef } from 'vue';
import { api, ask, say } from '../../../kit';
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

/** What an item is called, or its code where it is none of ours. */
export function itemName(code: string): string {
  const found = items.value.find((item) => item.code === code);
  return found ? say(found.name) : code;
}
