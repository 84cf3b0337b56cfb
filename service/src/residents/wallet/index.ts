/** Wallet credentials 钱包凭证: a certificate bound to a device, shown by live codes 亮证码; and delegations 代办授权. */
export { walletOperations } from './operations.js';
export { delegationOperations } from './delegation-operations.js';
export { departmentWalletOperations } from './department-operations.js';
export type { WalletCapabilities, WalletParts } from './parts.js';
export { walletData } from './holder-data.js';
