import 'reflect-metadata';
import { Object as Schema, Property } from 'fabric-contract-api';

/*
 * What the JSON arguments and results hold, for the contract's metadata (`npm run metadata`). The functions
 * take JSON as text, because the framework would parse it without bounds; entries/entry.ts,
 * governance/anchor.ts and governance/proposal.ts are what decides.
 */

@Schema()
export class Certificate {
  @Property('issuer', 'string') issuer = '';
  @Property('cert', 'string') cert = '';
}

@Schema()
export class Change {
  @Property('cert', 'string') cert = '';
  @Property('state', 'string') state = '';
  @Property('reason', 'string') reason = '';
  @Property('by', 'Certificate') by?: Certificate;
  @Property('from', 'string') from?: string;
}

/** The version of an issuer in the registry. */
@Schema()
export class Under {
  @Property('n', 'number') n = 0;
  @Property('p', 'number') p = 0;
}

@Schema()
export class Entry {
  @Property('v', 'number') v = 1;
  @Property('network', 'string') network = '';
  @Property('channel', 'string') channel = '';
  @Property('issuer', 'string') issuer = '';
  @Property('seq', 'number') seq = 1;
  @Property('prev', 'string') prev = '';
  @Property('time', 'string') time = '';
  @Property('under', 'Under') under: Under = new Under();
  @Property('root', 'string') root?: string;
  @Property('size', 'number') size?: number;
  @Property('keys', 'string[]') keys?: string[];
  @Property('types', 'string[]') types?: string[];
  @Property('qr', 'string') qr?: string;
  @Property('changes', 'Change[]') changes?: Change[];
}

@Schema()
export class Province {
  @Property('mspId', 'string') mspId = '';
  @Property('name', 'string') name = '';
  @Property('region', 'string') region = '';
  @Property('roots', 'string[]') roots: string[] = [];
  @Property('intermediates', 'string[]') intermediates: string[] = [];
  @Property('revoked', 'string[]') revoked: string[] = [];
}

@Schema()
export class TrustAnchor {
  @Property('v', 'number') v = 1;
  @Property('n', 'number') n = 1;
  @Property('network', 'string') network = '';
  @Property('channel', 'string') channel = '';
  @Property('chaincode', 'string') chaincode = '';
  @Property('threshold', 'number') threshold = 1;
  @Property('provinces', 'Province[]') provinces: Province[] = [];
}

@Schema()
export class CertificateType {
  @Property('code', 'string') code = '';
  @Property('name', 'string') name = '';
}

@Schema()
export class Heir {
  @Property('issuer', 'string') issuer = '';
  @Property('to', 'string') to = '';
}

/** Of kind anchor, type, issuer, succession or feature; each has the members of its kind. */
@Schema()
export class Item {
  @Property('kind', 'string') kind = '';
  @Property('anchor', 'TrustAnchor') anchor?: TrustAnchor;
  @Property('heirs', 'Heir[]') heirs?: Heir[];
  @Property('otherHeir', 'string') otherHeir?: string;
  @Property('type', 'CertificateType') type?: CertificateType;
  @Property('issuer', 'string') issuer?: string;
  @Property('name', 'string') name?: string;
  @Property('mspId', 'string') mspId?: string;
  @Property('types', 'string[]') types?: string[];
  @Property('from', 'string') from?: string;
  @Property('to', 'string') to?: string;
  @Property('feature', 'string') feature?: string;
}

@Schema()
export class Proposal {
  @Property('items', 'Item[]') items: Item[] = [];
}
