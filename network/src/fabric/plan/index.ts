/** What a network consists of: organisations, nodes, ports; kept in its folder as `network.json`. */
export { readPlan, requirePlan, writePlan } from './file.js';
export { checkOrderers, majority, newPlan, planWithProvince, takenPorts } from './new-plan.js';
export type { PlanOptions } from './new-plan.js';
export { findRegion, NEUTRAL } from './regions.js';
export {
  addressOf,
  chaincodeName,
  hostName,
  mspName,
  ordererName,
  organisationSchema,
  peerName,
  planSchema,
} from './schema.js';
export { established, upgraded } from './stages.js';
export type {
  ContractDefinition,
  FabricOrderer,
  FabricPeer,
  FabricPlan,
  FabricProvince,
  Organisation,
} from './schema.js';
