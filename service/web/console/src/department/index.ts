export {
  issuers,
  loadDepartments,
  rememberIssuer,
  typeName,
  typeOf,
  types,
  useIssuer,
  usualIssuer,
} from './department';
export type { CertificateType, Issuer } from './department';
