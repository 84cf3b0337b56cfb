import type { Build } from './build';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Filled in by build/precache-list.ts. */
const build = JSON.parse('@build@') as Build;
const shelf = `page-${build.version}`;
const kept = new Set([...build.files, ...build.lazy, ...build.rare]);

/**
 * An app is kept whole, one version at a time, and answers from what is kept: with or without a
 * network it is the same app. What the service answers is never kept here: a cache must not make
 * old knowledge look new.
 */
worker.addEventListener('install', (event) => {
  const fresh = build.files.map((file) => new Request(file, { cache: 'no-cache' }));
  event.waitUntil(caches.open(shelf).then((cache) => cache.addAll(fresh)));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(clear().then(() => worker.clients.claim()));
});

/** Takes away the app's older versions; caches are the whole origin's, so those of its other apps stay. */
async function clear(): Promise<void> {
  for (const name of await caches.keys()) {
    if (!name.startsWith('page-') || name === shelf) continue;
    const cache = await caches.open(name);
    if (await cache.match(build.page)) await caches.delete(name);
  }
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== worker.location.origin) return;
  const path = keptFor(address.pathname, request.mode === 'navigate');
  // A browser that refuses its cache to us leaves the network.
  if (path !== undefined) event.respondWith(answer(path, request).catch(() => fetch(request)));
});

/** Which of the kept files answers. */
function keptFor(path: string, isNavigation: boolean): string | undefined {
  if (path === `${build.page}/`) return build.page;
  if (kept.has(path)) return path;
  const isAddress = isNavigation && path.startsWith(`${build.page}/`) && !path.includes('.');
  return build.routed && isAddress ? build.page : undefined;
}

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const found = await cache.match(path);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(path, response.clone());
  return response;
}

/** The page asks: to let a new version take over, or to keep what is not kept from the beginning. */
worker.addEventListener('message', (event: ExtendableMessageEvent) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
  if (event.data === 'keep-lazy') event.waitUntil(keepLazy());
});

async function keepLazy(): Promise<void> {
  const cache = await caches.open(shelf);
  const missing: string[] = [];
  for (const file of build.lazy) if (!(await cache.match(file))) missing.push(file);
  await cache.addAll(missing);
}
