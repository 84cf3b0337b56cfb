import { reactive } from 'vue';
import { Refusal, api, ask } from '../api';

const known = reactive(new Map<string, string>());

/** The name of who submitted or approved; what is not a person's id stays as it is. */
export const nameOf = (id: string): string => known.get(id) ?? (id.includes('-') ? '…' : id);

/** Learns the names of those ids that are not known yet; refused, or without a network, none: the page is there without. */
export async function learnNames(ids: readonly (string | null)[]): Promise<void> {
  const unknown = [...new Set(ids)].filter((id): id is string => id !== null && !known.has(id));
  if (unknown.length === 0) return;
  try {
    const { names } = await ask(
      api.POST('/api/v1/people/names', { body: { people: unknown.slice(0, 200) } }),
    );
    for (const id of unknown) known.set(id, names[id] ?? id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
