import { onScopeDispose } from 'vue';
import { isDialogOpen } from '../../../kit';

/** Keys that no scanner types and no field needs, wherever the focus is; not while a dialog or an input method has them. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const hear = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (!act || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isDialogOpen()) return;
    event.preventDefault();
    act();
  };
  addEventListener('keydown', hear);
  onScopeDispose(() => removeEventListener('keydown', hear));
}
