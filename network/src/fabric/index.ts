export { NetworkError } from './errors.js';
export { silent, printedProgress } from './progress.js';
export type { Progress } from './progress.js';
export { readPlan, SAMPLE_PROVINCES } from './plan.js';
export type { FabricPlan, PlanOptions } from './plan.js';
export { up } from './up.js';
