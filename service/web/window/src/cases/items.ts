import { shallowRef } from 'vue';
import { api, ask, say, useAnswer } from '../../../kit';
import type { Answer } from '../../../kit';
import type { ServiceItem } from './coverage';

/** Stored with its shape's version: another one is not read. */
const KEY = 'certbridge.window.items/1';

/** The service items 事项, which are no secret: kept in the browser, so that a case can be opened without a network. */
export const items = shallowRef<readonly ServiceItem[]>(read());

/** Fetches them; where that is refused, those that were fetched last serve. */
export function useItems(): Answer<readonly ServiceItem[]> {
  return useAnswer(async () => {
    const { items: newest } = await ask(api.GET('/api/v1/items'));
    items.value = newest;
    localStorage.setItem(KEY, JSON.stringify(newest));
    return newest;
  });
}

function read(): readonly ServiceItem[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as ServiceItem[];
  } catch {
    return [];
  }
}

/** What an item is called; its code while the list of items is not here. */
export function itemName(code: string): string {
  const item = items.value.find((one) => one.code === code);
  return item ? say(item.name) : code;
}
