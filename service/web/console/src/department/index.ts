export {
  certificateTypes,
  issuers,
  loadDepartments,
  rememberIssuer,
  typeName,
  typeOf,
  useIssuer,
  useUsualType,
  usualIssuer,
} from './department';
export type { CertificateType, Issuer } from './department';
