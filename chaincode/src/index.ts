import { CertBridge } from './contract';

export { CertBridge };
export { REFUSALS } from './refusal';
export type { RefusalCode } from './refusal';
export { ROLES, ROLES_ATTRIBUTE } from './roles/roles';

/** What fabric-chaincode-node runs. */
export const contracts = [CertBridge];
