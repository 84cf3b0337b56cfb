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
    // What is shown stays when the vault is locked meanwhile.
    if (vault.value?.isOpen !== true) return;
    const found = (await vault.value.readAll<Filter>(KIND))
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name, value }) => ({ name: name.slice(prefix.length), filter: value }));
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
