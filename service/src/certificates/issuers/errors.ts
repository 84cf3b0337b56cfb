import { Problem } from '../../platform/problems/index.js';

export class IssuerUnknown extends Problem {
  constructor(issuer: string) {
    super('not-found', 'ISSUER_NOT_FOUND', `The issuer ${issuer} is not one of this service.`);
  }
}
