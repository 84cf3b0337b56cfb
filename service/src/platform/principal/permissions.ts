import type { Role } from './principal.js';

/**
 * How far an operation reaches, and so what the scope of whoever calls it must cover:
 * - `certificate`: the issuer in the path, and the type of the certificate, batch or application;
 * - `issuer`: the issuer in the path;
 * - `hall`: the hall in the path, whose code is among those of the scope as issuers' codes are;
 * - `all-types`: the issuer in the path and every certificate type;
 * - `listed`: nothing; the answer leaves out what the scope does not cover;
 * - `own`: nothing; it concerns the caller alone;
 * - `own-certificates`: certificates that the caller, a resident, holds;
 * - `people`: what is granted or taken must lie within the caller's scope;
 * - `network`: nothing; the role alone decides, since it concerns the provinces' network.
 */
type ScopeRule =
  | 'certificate'
  | 'issuer'
  | 'hall'
  | 'all-types'
  | 'listed'
  | 'own'
  | 'own-certificates'
  | 'people'
  | 'network';

/** Who may carry out an operation. */
export interface Permission {
  /** Any of them suffices; `signed-in`: whoever is signed in, residents too; `resident`: residents and nobody else. */
  readonly roles: readonly Role[] | 'signed-in' | 'resident';
  readonly scope: ScopeRule;
  /**
   * For these roles it is a look at personal data beyond their task: whoever has none of the others says why, in
   * CertBridge-Purpose, and it is kept in the audit.
   */
  readonly purposeOf?: readonly Role[];
  /** Step-up: a person must have signed in a few minutes ago at most. No system may do it. */
  readonly stepUp?: true;
}

const STAFF = ['operator', 'approver', 'administrator'] as const;
const READERS = [...STAFF, 'auditor'] as const;

const certificate = (...roles: readonly Role[]): Permission => ({ roles, scope: 'certificate' });
/** Operators and approvers look at certificates for what they do with them; administrators do nothing with them. */
const look: Permission = { roles: STAFF, scope: 'certificate', purposeOf: ['administrator'] };
const issuer = (...roles: readonly Role[]): Permission => ({ roles, scope: 'issuer' });
const hall = (...roles: readonly Role[]): Permission => ({ roles, scope: 'hall' });

const OWN = { roles: 'resident', scope: 'own-certificates' } as const;

/** Every operation of the API that is not public, by its id: code, documentation and tests follow this table. */
export const permissions = {
  // certificates
  issueCertificate: certificate('operator'),
  checkApplication: certificate('operator'),
  previewApplication: certificate('operator'),
  renewCertificate: certificate('operator'),
  copyCertificate: certificate('operator'),
  listCertificates: certificate(...STAFF),
  findCertificates: look,
  getCertificate: certificate(...STAFF, 'clerk'),
  getLife: certificate(...STAFF),
  getFields: look,
  getDocument: look,
  getPicture: look,
  // batches
  submitBatch: certificate('operator'),
  beginUpload: issuer('operator'),
  getUpload: issuer('operator'),
  continueUpload: issuer('operator'),
  endUpload: issuer('operator'),
  submitUpload: certificate('operator'),
  listBatches: certificate(...STAFF),
  getBatch: certificate(...STAFF),
  watchBatch: certificate(...STAFF),
  listProblems: look,
  getDocuments: look,
  getDeliveryList: look,
  listNotes: look,
  listRows: certificate('operator', 'approver'),
  getRowPage: certificate('operator', 'approver'),
  getRejected: certificate('operator'),
  getRow: certificate('operator'),
  mendRow: certificate('operator'),
  reissueCertificates: certificate('operator'),
  submitCheckedBatch: certificate('operator'),
  withdrawBatch: certificate('operator'),
  returnBatch: certificate('approver'),
  decideBatch: certificate('approver'),
  getFigures: issuer(...STAFF),
  // statuses
  changeStatus: certificate('operator'),
  getHistory: certificate(...STAFF),
  listProposedChanges: certificate(...STAFF),
  decideChange: certificate('approver'),
  // reference
  listIssuers: { roles: [...READERS, 'clerk'], scope: 'listed' },
  getIssuer: issuer(...READERS, 'clerk'),
  saveIssuer: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  listRuleChanges: issuer(...READERS),
  decideRuleChange: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  endIssuer: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  decideIssuerEnding: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  approveType: { roles: ['network-administrator'], scope: 'network', stepUp: true },
  previewType: { roles: STAFF, scope: 'listed' },
  // keys
  listKeys: issuer('administrator', 'auditor'),
  listKeyChanges: issuer('administrator', 'auditor'),
  getKeyChange: issuer('administrator', 'auditor'),
  requestKey: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  importCertificate: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  importKey: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  rotateKey: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  revokeKey: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  decideKeyChange: { roles: ['administrator'], scope: 'issuer', stepUp: true },
  // windows
  listHalls: { roles: ['administrator', 'auditor', 'clerk'], scope: 'listed' },
  saveHall: { roles: ['administrator'], scope: 'hall', stepUp: true },
  rotateHallKey: { roles: ['administrator'], scope: 'hall', stepUp: true },
  listWindows: hall('administrator', 'auditor', 'clerk'),
  requestPairing: hall('clerk'),
  decidePairing: { roles: ['administrator'], scope: 'hall', stepUp: true },
  renewWindow: hall('clerk'),
  revokeWindow: { roles: ['administrator'], scope: 'hall', stepUp: true },
  fileReceipt: hall('clerk'),
  getFiledReceipt: hall('clerk', 'auditor'),
  getReceiptPaper: hall('clerk', 'auditor'),
  getCaseReceipts: hall('clerk', 'auditor'),
  openCase: hall('clerk'),
  listCases: hall('clerk'),
  getCase: hall('clerk'),
  closeCase: hall('clerk'),
  getCaseFigures: hall('administrator', 'auditor', 'clerk'),
  addDocuments: hall('clerk'),
  settleMaterial: hall('clerk'),
  makeCommitment: hall('clerk'),
  getCommitmentPaper: hall('clerk', 'auditor'),
  // people
  getSession: { roles: 'signed-in', scope: 'own' },
  getVaultKey: { roles: 'signed-in', scope: 'own' },
  endSession: { roles: 'signed-in', scope: 'own' },
  listSessions: { roles: 'signed-in', scope: 'own' },
  endOtherSession: { roles: 'signed-in', scope: 'own' },
  listSessionsOfPerson: { roles: ['administrator'], scope: 'people' },
  endSessionsOfPerson: { roles: ['administrator'], scope: 'people' },
  listPeople: { roles: ['administrator', 'auditor'], scope: 'people' },
  proposePersonAccess: { roles: ['administrator'], scope: 'people', stepUp: true },
  listSystems: { roles: ['administrator', 'auditor'], scope: 'people' },
  proposeSystemAccess: { roles: ['administrator'], scope: 'people', stepUp: true },
  listAccessChanges: { roles: ['administrator', 'auditor'], scope: 'people' },
  decideAccessChange: { roles: ['administrator'], scope: 'people', stepUp: true },
  nameColleagues: { roles: READERS, scope: 'listed' },
  getSetup: { roles: [...READERS, 'network-administrator'], scope: 'listed' },
  // audit
  searchAudit: { roles: ['auditor'], scope: 'listed' },
  searchAuditOfHolder: { roles: ['auditor'], scope: 'listed', purposeOf: ['auditor'] },
  exportAudit: { roles: ['auditor'], scope: 'listed' },
  // residents
  listOwnCertificates: OWN,
  getOwnDocument: OWN,
  getOwnPicture: OWN,
  copyOwnCertificate: OWN,
  printOwnCards: OWN,
  exportOwnData: OWN,
  listOwnMatters: OWN,
  askCorrection: OWN,
  listOwnCorrections: OWN,
  bindToDevice: OWN,
  listDevices: OWN,
  endDevice: OWN,
  makeDelegation: OWN,
  actForChild: OWN,
  listDelegations: OWN,
  withdrawDelegation: OWN,
  bindDelegated: OWN,
  listLooks: OWN,
  complainAboutLook: OWN,
  listWalletCredentials: certificate(...STAFF),
  endWallet: certificate('operator'),
  suspendWallet: certificate('clerk'),
  findAtCounter: { roles: ['clerk'], scope: 'listed' },
  printAtCounter: certificate('clerk'),
  delegateAtCounter: certificate('clerk'),
  witnessDelegation: certificate('clerk'),
  listCorrections: certificate('operator'),
  answerCorrection: certificate('operator'),
  // holders
  forgetHolder: { roles: ['administrator'], scope: 'all-types', stepUp: true },
  exportHolder: {
    roles: ['administrator'],
    scope: 'all-types',
    purposeOf: ['administrator'],
    stepUp: true,
  },
} as const satisfies Readonly<Record<string, Permission>>;
