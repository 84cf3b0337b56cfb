import { onScopeDispose } from 'vue';
import { isDialogOpen } from '../controls/dialog/is-open';

/** Whether what is pasted there is typed into it. */
const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLElement && target.isContentEditable);

/**
 * Takes a file that is dropped or pasted anywhere on the page, where a browser would otherwise leave
 * the page to show the file, and text that is pasted outside of a field. Nothing is taken while a dialog is open.
 */
export function onDropOrPaste(take: { file: (file: File) => void; text: (text: string) => void }) {
  const drag = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (!isDialogOpen()) take.file(file);
  };
  const paste = (event: ClipboardEvent) => {
    if (isDialogOpen()) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData('text').trim();
    if (file) take.file(file);
    else if (text && !isField(event.target)) take.text(text);
  };
  addEventListener('dragover', drag);
  addEventListener('drop', drop);
  addEventListener('paste', paste);
  onScopeDispose(() => {
    removeEventListener('dragover', drag);
    removeEventListener('drop', drop);
    removeEventListener('paste', paste);
  });
}
