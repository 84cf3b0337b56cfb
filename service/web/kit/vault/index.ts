export { Vault, VaultLocked } from './vault';
export type { Kept } from './vault';
