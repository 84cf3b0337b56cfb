/** Wallet credentials 钱包凭证: a certificate bound to a device, shown by live codes 亮证码; and delegations 代办授权. */
export { walletOperations } from './operations.js';
export { delegationOperations, delegationView } from './delegation-operations.js';
export { makeDelegation } from './make-delegation.js';
export { waitingDelegations, witnessDelegation } from './delegations.js';
export { delegation as delegationSchema, newDelegation } from './schemas.js';
export { departmentWalletOperations } from './department-operations.js';
export type { WalletCapabilities, WalletParts } from './parts.js';
export { runUnproved, endUnproved } from './unproved.js';
export { walletData } from './holder-data.js';
export { retainedWallets } from './retained.js';
