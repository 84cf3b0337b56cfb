import { computed, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { Refusal } from '../api';
import type { FieldRefusal } from '../api';
import { language } from '../language/language';
import { say } from '../words';
import { refusalWords } from './refusals';
import { formWords as words } from './words';

/** A line of the summary; `id` is that of the control, if the form has one for it. */
export interface FormRefusal {
  readonly id: string | undefined;
  readonly text: string;
}

export interface Form {
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** What is said at a field; empty: nothing. */
  error(field: string): string;
  readonly summary: ComputedRef<readonly FormRefusal[]>;
  /** What was found wrong before anything was sent; of the fields given, or of all. */
  find(problems: readonly FieldRefusal[], shown?: (field: string | null) => boolean): void;
  /** Runs the action once at a time; a refusal becomes the summary and the errors at fields. */
  send<Made>(action: () => Promise<Made>): Promise<Made | undefined>;
}

/** What the service says of a field: what is wrong, and the remedy; after the field's label, if that is given. */
export function saidOf(
  { message, remedy }: Pick<FieldRefusal, 'message' | 'remedy'>,
  label?: string,
): string {
  const said = language.value === 'zh' ? `${message.zh}，${remedy.zh}` : `${message.en}; ${remedy.en}`;
  return label === undefined ? said : say(words.ofField, { label, said });
}

/** @param labels of the form's fields by key: a refusal of another one stands in the summary alone */
export function useForm(name: string, labels: () => Readonly<Record<string, string>>): Form {
  const busy = shallowRef(false);
  /** At the fields, as one types. */
  const problems = shallowRef<readonly FieldRefusal[]>([]);
  const refused = shallowRef<Refusal>();
  const error = (field: string): string => {
    const problem = problems.value.find((one) => one.field === field);
    return problem ? saidOf(problem) : '';
  };
  const summary = computed(() => {
    const { value } = refused;
    if (!value) return [];
    const lines = value.problems.map((problem): FormRefusal => {
      const label = problem.field === null ? undefined : labels()[problem.field];
      if (label === undefined) return { id: undefined, text: saidOf(problem) };
      return { id: `${name}-${problem.field}`, text: saidOf(problem, label) };
    });
    return lines.length > 0 ? lines : [{ id: undefined, text: say(refusalWords(value)) }];
  });
  return {
    busy,
    error,
    summary,
    find(found, shown = () => true) {
      problems.value = found.filter(({ field }) => shown(field));
    },
    async send(action) {
      if (busy.value) return undefined;
      busy.value = true;
      try {
        const made = await action();
        refused.value = undefined;
        return made;
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        refused.value = thrown;
        problems.value = thrown.problems;
        return undefined;
      } finally {
        busy.value = false;
      }
    },
  };
}
