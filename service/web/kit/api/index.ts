export { addressOf, api, ask } from './client';
export type { Schema } from './client';
export type { operations } from './paths';
export { jsonLines } from './json-lines';
export { reachable } from './reachable';
export { Refusal } from './refusal';
export type { FieldRefusal } from './refusal';
export { signInAddress, signInNeeded, tellSession } from './session-events';
export { throughCuts, upload } from './upload';
