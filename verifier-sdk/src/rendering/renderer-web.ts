import type { PageRenderer } from './rendered-page.js';

/** Browsers have no package to load: the page gives a renderer by `usePageRenderer`. */
export function ownRenderer(): PageRenderer | undefined {
  return undefined;
}
