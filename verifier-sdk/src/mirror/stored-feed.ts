import type { Log } from '../formats/heads.js';
import { anchorName, logFolder, pageStart, parseState, qrListName, stateName } from './files.js';
import type { Fetch } from './source.js';
import type { MirrorStore } from './store.js';

const FEED = /^\/feed\/(.+)$/;
const PAGE = /^(?:n|([pi])\/([^/]+))\/(\d+)\.json$/;
/** Of the store, by its last record. */
const OPEN_PAGE = /\.(\d+)\.json$/;
const LIST = /^i\/([^/]+)\/qr\/(\d+)$/;
const ANCHOR = /^anchor\/(\d+)\.json$/;

/**
 * Answers from another mirror's store what a feed's server would: a window that no network reaches syncs from a
 * folder that someone brings, as `certbridge-verify sync` leaves it. Nothing of it is believed: {@link syncMirror}
 * verifies it as it does a server's. A file that the store lacks is a 404.
 * @throws FormatError from what it returns, where the store's own state cannot be read
 */
export function storedFeed(store: Pick<MirrorStore, 'get' | 'list'>): Fetch {
  return async (url) => {
    const path = FEED.exec(decodeURIComponent(new URL(url).pathname))?.[1];
    const bytes = path === undefined ? undefined : await fileOf(store, path);
    return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 });
  };
}

async function fileOf(
  store: Pick<MirrorStore, 'get' | 'list'>,
  path: string,
): Promise<Uint8Array | undefined> {
  if (path === 'checkpoint.json') {
    const state = await store.get(stateName);
    return state && store.get(parseState(state).checkpoint);
  }
  const [, log = 'n', id, from] = PAGE.exec(path) ?? [];
  if (from !== undefined) {
    // The path of the network's log does not name the network.
    const folder = id === undefined ? 'logs/n/' : logFolder(log as Log, id);
    return pageOf(store, folder, Number(from));
  }
  const [, issuer, seq] = LIST.exec(path) ?? [];
  if (issuer !== undefined) return store.get(qrListName(issuer, Number(seq)));
  const [, n] = ANCHOR.exec(path) ?? [];
  return n === undefined ? undefined : store.get(anchorName(Number(n)));
}

/** A page at a log's end is named by its last record too; of several, the longest. */
async function pageOf(
  store: Pick<MirrorStore, 'get' | 'list'>,
  folder: string,
  from: number,
): Promise<Uint8Array | undefined> {
  const names = (await store.list(folder)).filter((name) => pageStart(name) === from);
  const lastOf = (name: string): number => Number(OPEN_PAGE.exec(name)?.[1] ?? Infinity);
  const [longest] = names.sort((one, other) => lastOf(other) - lastOf(one));
  return longest === undefined ? undefined : store.get(longest);
}
