import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { vault } from '../../../kit';
import type { Filter } from './search';

const KIND = 'search';

interface SavedSearch {
  readonly name: string;
  readonly filter: Filter;
}

/** Searches that somebody keeps for a department, encrypted in this browser until they delete them. */
export function useSavedSearches(issuer: string): {
  readonly saved: Readonly<ShallowRef<readonly SavedSearch[]>>;
  readonly save: (name: string, filter: Filter) => Promise<void>;
  readonly drop: (name: string) => Promise<void>;
} {
  const saved = shallowRef<readonly SavedSearch[]>([]);
  const prefix = `${issuer}/`;
  const read = async (): Promise<void> => {
    const own = vault.value;
    if (!own) return;
    const listed = (await own.list(KIND)).filter(({ name }) => name.startsWith(prefix));
    const found = await Promise.all(
      listed.map(async ({ name }) => ({
        name: name.slice(prefix.length),
        filter: (await own.read(KIND, name)) as Filter,
      })),
    );
    saved.value = found.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  };
  void read();
  return {
    saved,
    async save(name, filter) {
      await vault.value?.keep(KIND, prefix + name, { ...filter }, Date.now());
      await read();
    },
    async drop(name) {
      await vault.value?.drop(KIND, prefix + name);
      await read();
    },
  };
}
