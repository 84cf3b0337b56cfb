import { onScopeDispose } from 'vue';

/**
 * Takes a file that is dropped or pasted anywhere on the page, where a browser would otherwise leave
 * the page to show the file, and text that is pasted outside of a field.
 */
export function onDropOrPaste(take: { file: (file: File) => void; text: (text: string) => void }) {
  const drag = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    take.file(file);
  };
  const paste = (event: ClipboardEvent) => {
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData('text').trim();
    if (file) take.file(file);
    else if (text && !(event.target instanceof HTMLInputElement)) take.text(text);
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
