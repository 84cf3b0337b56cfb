/** Health (健康): whether certificates can be issued, and the figures to watch. */
export { countBacklog } from './backlog.js';
export { figures } from './gauge.js';
export { countHealth, countMinting } from './metrics.js';
export { healthOperations } from './operations.js';
export { Pulse } from './pulse.js';
export type { ReadinessParts } from './readiness.js';
