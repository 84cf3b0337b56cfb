/** Front pages (入口页): `/`, which leads to what there is, `/api`, which shows the API's document, and the department's `/console`. */
import type Koa from 'koa';
import { fileURLToPath } from 'node:url';
import { readBuiltFiles, sendBuiltFile } from '../pages/index.js';
import type { BuiltFile } from '../pages/index.js';
import { samplesCard } from './samples-card.js';
import type { Sample } from './samples-card.js';

export { consolePage } from './console-page.js';
export type { Sample } from './samples-card.js';

export interface FrontPagesOptions {
  /** Sample certificates to show; asked for at every request, because they are made after the start. */
  readonly samples: () => readonly Sample[];
}

const folder = (page: string): string => fileURLToPath(new URL(`../../../web/${page}/dist`, import.meta.url));
/** Where the home page takes what only a running service knows. */
const SAMPLES_PLACE = '<!-- samples -->';
const NOTE_PLACE = '<!-- note -->';
/** To people who mistyped an address; programs are told in problem details. */
const NOWHERE =
  '<p class="note" role="status">没有这个网页：请核对网址，或从下面进入。<br /><span class="en" lang="en">There is no such page: look at the address again, or go on from here.</span></p>';

/** Nothing from elsewhere, nothing inline, no frames. Swagger UI's icons are `data:` pictures in its style sheet. */
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Serves `/`, `/api` and what they load; every other path, `/api/v1/…` too, goes on to the next middleware. */
export function frontPages({ samples }: FrontPagesOptions): Koa.Middleware {
  const home = readBuiltFiles(folder('home'));
  const api = readBuiltFiles(folder('api'));
  return async (context, next) => {
    const { path, method } = context;
    const shown = samples();
    const sample = shown.find(({ pdfPath }) => pdfPath === path);
    const isApi = path === '/api' || path === '/api/';
    const file = isApi ? api.get('/index.html') : underPage(path, home, api);
    if (method !== 'GET' && method !== 'HEAD') await next();
    else if (path === '/') sendHome(context, home.get('/index.html'), shown, '');
    else if (sample) sendSample(context, sample);
    else if (file) await sendPage(context, file);
    else if (isApi) notBuilt(context);
    else {
      await next();
      if (!isUnknownPage(context)) return;
      sendHome(context, home.get('/index.html'), shown, NOWHERE);
      context.status = 404;
      context.vary('Accept');
    }
  };
}

/** Asked for by a browser as a page, and nobody has it. */
const isUnknownPage = (context: Koa.Context): boolean =>
  context.status === 404 &&
  context.body == null &&
  !context.path.startsWith('/api/') &&
  context.accepts('json', 'html') === 'html';

type Files = ReadonlyMap<string, BuiltFile>;

/** What the pages load: `/home/assets/…`, `/api/assets/…`, `/api/third-party.txt`. */
function underPage(path: string, home: Files, api: Files): BuiltFile | undefined {
  if (path.startsWith('/home/assets/')) return home.get(path.slice('/home'.length));
  return path.startsWith('/api/') ? api.get(path.slice('/api'.length)) : undefined;
}

async function sendPage(context: Koa.Context, file: BuiltFile): Promise<void> {
  context.set(headers);
  await sendBuiltFile(context, file);
}

function sendHome(
  context: Koa.Context,
  page: BuiltFile | undefined,
  samples: readonly Sample[],
  note: string,
): void {
  if (!page) {
    notBuilt(context);
    return;
  }
  context.set(headers);
  context.set('Cache-Control', 'no-cache');
  context.type = page.mediaType;
  context.body = page.bytes
    .toString('utf8')
    .replace(NOTE_PLACE, note)
    .replace(SAMPLES_PLACE, () => samplesCard(samples));
}

function sendSample(context: Koa.Context, { pdf }: Sample): void {
  context.set(headers);
  context.set('Cache-Control', 'no-store');
  context.type = 'application/pdf';
  context.body = Buffer.from(pdf);
}

function notBuilt(context: Koa.Context): void {
  context.status = 503;
  context.body = 'The page is not built: run `npm run build:web -w service`.\n';
}
