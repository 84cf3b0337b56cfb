import type { RenderedPage } from '@certbridge/verifier-sdk/rendering';
import drawerAddress from './draw.worker.ts?worker&url';
import { scriptAddress } from '../offline/script-address';
import type { Drawing } from './messages';

/** Milliseconds; an ordinary page takes a second or two, a hostile one as long as it likes. */
const patience = 30_000;

let drawer: Worker | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** The pages of a PDF, drawn in a worker of its own: whatever a file makes it do, it is ended, and nothing else is. */
export function drawnPages(pdf: Uint8Array): Promise<readonly RenderedPage[] | undefined> {
  const drawn = turn.then(() => draw(pdf));
  turn = drawn.catch(() => undefined);
  return drawn;
}

async function draw(pdf: Uint8Array): Promise<readonly RenderedPage[] | undefined> {
  drawer ??= new Worker(scriptAddress(drawerAddress) as string, { type: 'module', name: 'drawer' });
  const current = drawer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const drawing = await new Promise<Drawing>((resolve, reject) => {
      current.onmessage = ({ data }: MessageEvent<Drawing>) => resolve(data);
      current.onerror = () => reject(new TypeError('what draws PDFs did not load, or broke down'));
      timer = setTimeout(() => reject(new TypeError('a page took too long to draw')), patience);
      current.postMessage(pdf);
    });
    if ('failure' in drawing) throw new TypeError(drawing.failure);
    return drawing.pages;
  } catch (error) {
    // A file that breaks it must not break it for the next.
    drawer = undefined;
    current.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
