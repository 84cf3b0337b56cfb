import { onScopeDispose, shallowRef } from 'vue';

/** What Chromium gives besides; not in TypeScript's DOM library. */
interface Directory {
  readonly name: string;
  entries(): AsyncIterable<[string, FileSystemHandle]>;
}
declare global {
  interface Window {
    showDirectoryPicker?: (options: { readonly id: string }) => Promise<FileSystemDirectoryHandle>;
  }
}

/** Milliseconds between two looks into the folder. */
const LOOK_EVERY = 3_000;
const DEEPEST = 8;

/** Whether this browser lets a page look into a chosen folder again. */
export const canWatch = (): boolean => window.showDirectoryPicker !== undefined;

/** Looks into a folder that the person chose, now and every few seconds. */
export function watchFolder(found: (files: ReadonlyMap<string, File>) => void) {
  const name = shallowRef<string>();
  let watched: FileSystemDirectoryHandle | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    watched = undefined;
    name.value = undefined;
  }

  async function look(folder: FileSystemDirectoryHandle): Promise<void> {
    const files = new Map<string, File>();
    try {
      await collect(folder, `${folder.name}/`, files, DEEPEST);
    } catch {
      // The stick was pulled out, or the folder is gone: there is nothing to watch any more.
      if (watched === folder) stop();
      return;
    }
    // Stopped meanwhile, or another one was chosen.
    if (watched !== folder) return;
    found(files);
    timer = setTimeout(() => void look(folder), LOOK_EVERY);
  }

  /** Asks for a folder; the person may think better of it. */
  async function choose(): Promise<void> {
    const folder = await window.showDirectoryPicker?.({ id: 'certificates' }).catch(() => undefined);
    if (!folder) return;
    stop();
    watched = folder;
    name.value = folder.name;
    await look(folder);
  }

  onScopeDispose(stop);
  return { name, choose, stop };
}

async function collect(
  folder: Directory,
  path: string,
  files: Map<string, File>,
  depth: number,
): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (handle instanceof FileSystemFileHandle) files.set(path + name, await handle.getFile());
    else if (depth > 0) await collect(handle as unknown as Directory, `${path}${name}/`, files, depth - 1);
  }
}
