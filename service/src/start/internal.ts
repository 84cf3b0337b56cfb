import type { Operation } from '../platform/http/index.js';
import type { Settings } from '../platform/settings/index.js';

/** Operations by where they are served. */
export interface Placed {
  readonly main: readonly Operation[];
  /** At the internal address, where there is one. */
  readonly internal: readonly Operation[];
}

/**
 * What is internal (figures, the embedded authority's timestamps) is where the operator says: at an address of its
 * own; at the main one, for a token; or nowhere. A development start, where nothing is at stake, has it open.
 */
export function placed(
  operations: readonly Operation[],
  { internal: { listen, token }, isDevelopment }: Pick<Settings, 'internal' | 'isDevelopment'>,
): Placed {
  const isOpen = listen === undefined && (token !== undefined || isDevelopment);
  return {
    main: isOpen ? operations : operations.filter(({ internal }) => internal !== true),
    internal: operations.filter(({ internal, vital }) => internal === true || vital === true),
  };
}
