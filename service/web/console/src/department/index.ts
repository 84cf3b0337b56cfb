export {
  certificateTypes,
  issuers,
  loadDepartments,
  rememberIssuer,
  typeName,
  typeOf,
  useIssuer,
  usualIssuer,
} from './department';
export type { CertificateType, Issuer } from './department';
