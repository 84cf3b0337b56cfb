export { CertificateAuthority } from './authority.js';
export type { Credential, IdentityRequest } from './authority.js';
export { nodeOuConfig, nodeOuIdentifiers, writeMspFolder, writeTlsFolder } from './msp-folder.js';
export type { MspFolder } from './msp-folder.js';
export type { NodeRole } from './node-role.js';
export { makeProvince, memberFiles, openProvince, readMember, tlsFiles } from './province.js';
export type { IdentityFolder, NodeRequest, Province, ProvinceMembers, ProvinceSpec } from './province.js';
export { renewIdentity, renewTls } from './renew.js';
export { isLowS, publicKeyOf, signLowS, verifyLowS } from './signature.js';
