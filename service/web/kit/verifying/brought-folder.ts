import type { Fetch } from '@certbridge/verifier-sdk';
import { storedFeed } from '@certbridge/verifier-sdk/stored-feed';

/** Files of a folder that a person chose, by their paths from the folder's own name on. */
export type BroughtFiles = ReadonlyMap<string, Blob>;

const STATE = 'state.json';
const CHECKPOINT = 'feed/checkpoint.json';

/**
 * What a folder on a stick is to a sync: a mirror as `certbridge-verify sync` leaves it, or a copy of the feed's
 * files, wherever in the folder it lies. Undefined where it is neither.
 */
export function broughtFeed(files: BroughtFiles): Fetch | undefined {
  const mirror = folderOf(files, STATE);
  if (mirror !== undefined) return storedFeed(storeOf(files, mirror));
  const feed = folderOf(files, CHECKPOINT);
  if (feed === undefined) return undefined;
  return (url) => {
    const file = files.get(feed + new URL(url).pathname.slice(1));
    return Promise.resolve(file ? new Response(file) : new Response(null, { status: 404 }));
  };
}

/** What stands before a name in the shortest path that ends in it. */
function folderOf(files: BroughtFiles, name: string): string | undefined {
  const paths = [...files.keys()].filter((path) => path === name || path.endsWith(`/${name}`));
  return paths.sort((one, other) => one.length - other.length)[0]?.slice(0, -name.length);
}

function storeOf(files: BroughtFiles, folder: string) {
  return {
    async get(name: string): Promise<Uint8Array | undefined> {
      const file = files.get(folder + name);
      return file && new Uint8Array(await file.arrayBuffer());
    },
    list(prefix: string): Promise<readonly string[]> {
      const paths = [...files.keys()].filter((path) => path.startsWith(folder + prefix));
      return Promise.resolve(paths.map((path) => path.slice(folder.length)));
    },
  };
}
