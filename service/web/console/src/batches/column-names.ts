import { ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { Refusal } from '../../../kit';
import type { CertificateType, Issuer } from '../department';

/** Keys of fields by header; an empty key: the column is not read. */
export type ColumnNames = Readonly<Record<string, string>>;

interface Remembered {
  readonly names: Ref<ColumnNames>;
  /** From now on, in this browser. */
  readonly remember: (more: ColumnNames) => void;
  readonly forget: () => void;
}

/**
 * What a department calls the columns of its files of a type, remembered in this browser: headers only, nothing of
 * the rows. @param titles of the type's fields by key: what it does not have any more is left out
 */
export function useColumnNames(
  issuer: Readonly<Ref<Issuer | undefined>>,
  type: Readonly<Ref<CertificateType | undefined>>,
  titles: Readonly<Ref<Readonly<Record<string, string>>>>,
): Remembered {
  const names = ref<ColumnNames>({});
  const key = (): string => `certbridge.columns/1/${issuer.value?.code ?? ''}/${type.value?.code ?? ''}`;
  watch(
    key,
    (stored) => {
      names.value = namesIn(localStorage.getItem(stored), titles.value);
    },
    { immediate: true },
  );
  return {
    names,
    remember(more) {
      names.value = { ...names.value, ...more };
      localStorage.setItem(key(), JSON.stringify(names.value));
    },
    forget() {
      names.value = {};
      localStorage.removeItem(key());
    },
  };
}

function namesIn(text: string | null, titles: Readonly<Record<string, string>>): ColumnNames {
  const stored = parsed(text);
  if (typeof stored !== 'object' || stored === null) return {};
  const names = Object.entries(stored).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && (entry[1] === '' || entry[1] in titles),
  );
  return Object.fromEntries(names);
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** Of a file whose columns are called otherwise: the headers that mean nothing yet, and the fields without one. */
export function toBeMatched(
  refusal: Refusal | undefined,
): { readonly unknown: readonly string[]; readonly missing: readonly string[] } | undefined {
  if (refusal?.code !== 'UPLOAD_COLUMNS') return undefined;
  const unknown = textsIn(refusal.details['unknown']);
  return unknown.length === 0 ? undefined : { unknown, missing: textsIn(refusal.details['missing']) };
}

const textsIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
