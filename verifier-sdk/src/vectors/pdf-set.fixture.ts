/** The documents that are anchored on the base ledger, and cases of them. */
import { toHex } from '../formats/bytes.js';
import { idOf, identifierOf, identifierWith } from './codes.fixture.js';
import { anchorDocuments, documentOf, sign } from './documents.fixture.js';
import type { Document, DocumentOptions, Signed } from './documents.fixture.js';
import { foreignType, issuerCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { Cast } from './cast.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

/** What is anchored on the base ledger. */
export interface Anchored {
  readonly documents: ReadonlyMap<string, { readonly document: Document; readonly receipt: Uint8Array }>;
}

const documentsOf = (cast: Cast): Readonly<Record<string, DocumentOptions>> => ({
  pdf: {},
  'pdf-deflated': { isDeflated: true },
  'pdf-rsa': { by: cast.rsaParty },
  'pdf-revoked': {},
  'pdf-superseded': {},
  'pdf-expired': { claims: { issuedOn: '2025-11-24', validFrom: '2025-11-24', validUntil: '2026-11-23' } },
  'pdf-not-yet': { claims: { validFrom: '2026-12-24' } },
  'pdf-copy': { claims: { copy: { of: idOf('pdf'), purpose: '办理公积金提取', user: '示例市公积金中心' } } },
  'pdf-copy-of-revoked': {
    claims: { copy: { of: idOf('pdf-revoked'), purpose: '办理落户', user: '派出所' } },
  },
  'pdf-variant': { claims: { identifier: identifierWith('variant', '8') } },
  'pdf-wrong-check': { claims: { identifier: identifierWith('wrong', '9') } },
  'pdf-without-holder': { withoutHolder: true },
  'pdf-photo': {
    photo: {
      bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
      entries: '/Width 3/Height 4/ColorSpace/DeviceRGB/Filter/DCTDecode',
      turn: '60 0 0 -80',
    },
  },
  // By a stranger, around a credential that is genuine; and what one key of the issuer may not sign.
  'pdf-by-stranger': { by: cast.strangerParty },
  'credential-by-stranger': { signedBy: cast.stranger },
  'pdf-foreign-type': {
    claims: { typeCode: foreignType, identifier: identifierOf('1', { type: foreignType }) },
  },
});

/** Anchors what most cases need in one entry, and what a key signed before it was revoked in another. */
export async function anchorBase(cast: Cast, ledger: VectorLedger): Promise<Anchored> {
  const documents = new Map<string, { document: Document; receipt: Uint8Array }>();
  const named = new Map<string, Document>();
  for (const [name, options] of Object.entries(documentsOf(cast)))
    named.set(name, await documentOf(cast, name, options));
  const { issuer, credential, rsa, revoked, revokedParty } = cast;
  const receipts = await anchorDocuments(ledger, [...named.values()], [issuer, credential, rsa]);
  [...named].forEach(([name, document], i) => {
    documents.set(name, { document, receipt: receipts[i] ?? new Uint8Array() });
  });
  const old = await documentOf(cast, 'pdf-before-revocation', { by: revokedParty });
  const [receipt = new Uint8Array()] = await anchorDocuments(ledger, [old], [revoked, credential]);
  documents.set('pdf-before-revocation', { document: old, receipt });
  await ledger.change(idOf('pdf-revoked'), 'revoked');
  const by = { issuer: issuerCode, cert: toHex(idOf('pdf')) };
  await ledger.change(idOf('pdf-superseded'), 'superseded', by);
  return { documents };
}

type Add = (id: string, document: Document, expect: string, signed?: Signed, more?: Partial<CaseOf>) => void;

export class Pdfs {
  constructor(
    readonly set: VectorSet,
    readonly anchored: Anchored,
  ) {}

  of(name: string): { document: Document; receipt: Uint8Array } {
    const found = this.anchored.documents.get(name);
    if (!found) throw new TypeError(`no document ${name}`);
    return found;
  }

  /** A file that is signed as it should be unless `signed` says otherwise. */
  readonly add: Add = (id, document, expect, signed, more = {}) => {
    this.file(id, sign(this.set.cast, document, signed), expect, more);
  };

  file(id: string, bytes: Uint8Array, expect: string, more: Partial<CaseOf> = {}): void {
    const file = this.set.put(`pdf/${id}.pdf`, bytes);
    this.set.case({ id: `pdf/${id}`, section: 'In a PDF', input: { kind: 'pdf', file }, expect, ...more });
  }

  /** The same file again, otherwise looked at. */
  again(id: string, of: string, expect: string, more: Partial<CaseOf>): void {
    const input = { kind: 'pdf', file: `pdf/${of}.pdf` } as const;
    this.set.case({ id: `pdf/${id}`, section: 'In a PDF', input, expect, ...more });
  }

  /** One that is anchored, with its receipt. */
  plain(name: string, expect: string, more: Partial<CaseOf> = {}): void {
    const { document, receipt } = this.of(name);
    this.add(name, document, expect, { receipt }, more);
  }
}
