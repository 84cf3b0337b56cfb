import { shallowRef } from 'vue';
import { Refusal, api, ask, say } from '../../../kit';
import { keep, kept } from '../device/store';
import type { Item } from '../device/store';

/** What windows here work on, kept for when there is no network. */
export const items = shallowRef<readonly Item[]>([]);

void kept('items', 'all').then((known) => (items.value = known ?? []));

/** Fetches them; where that is refused, those that were fetched last serve. */
export async function learnItems(): Promise<void> {
  try {
    const { items: found } = await ask(api.GET('/api/v1/items'));
    items.value = found.map(({ code, name, challenge }) => ({ code, name, ...(challenge && { challenge }) }));
    await keep('items', 'all', items.value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** What an item is called, or its code where it is none of ours. */
export function itemName(code: string): string {
  const found = items.value.find((item) => item.code === code);
  return found ? say(found.name) : code;
}
