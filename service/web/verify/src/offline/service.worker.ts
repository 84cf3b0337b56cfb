const worker = self as unknown as ServiceWorkerGlobalScope;

interface Build {
  version: string;
  files: string[];
  lazy: string[];
  rare: string[];
}

/** Filled in by build/precache-list.ts. */
const build = JSON.parse('@build@') as Build;
const shelf = `page-${build.version}`;
const kept = new Set([...build.files, ...build.lazy, ...build.rare]);

/**
 * The page is kept whole, one version at a time, and answers from what is kept: with or without a
 * network it is the same page. The feed and the trust anchor are never kept here: the mirror
 * verifies those, and a cache must not make old knowledge look new.
 */
worker.addEventListener('install', (event) => {
  const fresh = build.files.map((file) => new Request(file, { cache: 'no-cache' }));
  event.waitUntil(caches.open(shelf).then((cache) => cache.addAll(fresh)));
});

worker.addEventListener('activate', (event) => {
  const clear = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('page-') && name !== shelf).map((name) => caches.delete(name)),
    );
    await worker.clients.claim();
  };
  event.waitUntil(clear());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const path = address.pathname === '/v/' ? '/v' : address.pathname;
  if (request.method !== 'GET' || address.origin !== worker.location.origin || !kept.has(path)) return;
  // A browser that refuses its cache to us leaves the network.
  event.respondWith(answer(path, request).catch(() => fetch(request)));
});

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const found = await cache.match(path);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(path, response.clone());
  return response;
}

/** The page asks: to let a new version take over, or to keep what reading pictures needs. */
worker.addEventListener('message', (event: ExtendableMessageEvent) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
  if (event.data === 'keep-decoder') event.waitUntil(keepDecoder());
});

async function keepDecoder(): Promise<void> {
  const cache = await caches.open(shelf);
  const missing: string[] = [];
  for (const file of build.lazy) if (!(await cache.match(file))) missing.push(file);
  await cache.addAll(missing);
}
