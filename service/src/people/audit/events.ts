import type { Actor, Role } from '../../platform/principal/index.js';

interface OfIssuer {
  /** GB 32100 code. */
  readonly issuer: string;
}

interface OfBatch extends OfIssuer {
  readonly batch: string;
}

interface OfCertificate extends OfIssuer {
  /** certId, hex. */
  readonly certificate: string;
}

interface Grant {
  readonly change: string;
  readonly roles: readonly Role[];
  readonly issuers: '*' | readonly string[];
  readonly types: '*' | readonly string[];
}

/** Whose access it is. */
type Grantee = { readonly person: string } | { readonly system: string };

/** What is done with certificates and what they are made of. */
type IssuingAct =
  | (OfBatch & { readonly act: 'batch.received'; readonly rows: number; readonly bad: number })
  | (OfBatch & { readonly act: 'batch.submitted'; readonly digest: string | null })
  | (OfBatch & {
      readonly act: 'batch.approved';
      readonly digest: string | null;
      /** Lines whose pages were looked at before, by whoever approves: of a large batch, its sample. */
      readonly sampled: readonly number[];
    })
  | (OfBatch & { readonly act: 'batch.returned'; readonly reason: string })
  | (OfBatch & { readonly act: 'batch.rejected' | 'batch.withdrawn' | 'batch.unapproved' })
  | (OfBatch & { readonly act: 'batch.issued'; readonly issued: number; readonly bad: number })
  | (OfBatch & { readonly act: 'row.mended'; readonly line: number })
  | (OfBatch & { readonly act: 'certificate.applied-for' })
  | (OfBatch & { readonly act: 'reissue.applied-for'; readonly kid: string; readonly rows: number })
  | (OfBatch & OfCertificate & { readonly act: 'certificate.renewal-applied-for' })
  | (OfBatch &
      OfCertificate & {
        readonly act: 'certificate.copy-applied-for';
        readonly forPurpose: string;
        readonly user: string;
      })
  | (OfCertificate & {
      readonly act: 'status.proposed' | 'status.changed' | 'status.rejected';
      readonly change: string;
      readonly state: string;
      readonly reason: string;
    })
  | (OfIssuer & { readonly act: 'holder.forgotten'; readonly holder: string });

/** What is done with departments, types and the network. */
type ReferenceAct =
  | (OfIssuer & {
      readonly act: 'issuer.saved';
      readonly name: string;
      readonly types: readonly string[];
      readonly fourEyes: boolean;
      /** The proposal that one person may issue alone, where this made one. */
      readonly loosening?: string;
    })
  | (OfIssuer & {
      readonly act: 'rule.loosened' | 'rule.loosening-rejected';
      readonly change: string;
    })
  | (OfIssuer & {
      readonly act: 'issuer.ending-proposed' | 'issuer.ended' | 'issuer.ending-rejected';
      readonly as: 'withdrawn' | 'retired' | null;
    })
  | { readonly act: 'type.approved'; readonly type: string };

/** What is done with signing keys. */
type KeyAct =
  | (OfIssuer & {
      readonly act: 'key.rotation-asked' | 'key.revocation-asked';
      readonly change: string;
      readonly use: string;
      readonly kids: readonly string[];
      /** `approved`: without a second person. */
      readonly state: string;
      readonly reason?: string;
    })
  | (OfIssuer & { readonly act: 'key-change.approved' | 'key-change.rejected'; readonly change: string })
  | (OfIssuer & {
      readonly act: 'key.rotated' | 'key.revoked';
      readonly change: string;
      readonly kids: readonly string[];
    })
  | (OfIssuer & {
      readonly act: 'key.requested' | 'key.imported';
      readonly kid: string;
      readonly use: string;
    })
  | (OfIssuer & { readonly act: 'key.certified'; readonly kid: string });

type PeopleAct =
  | { readonly act: 'session.begun'; readonly session: string; readonly via: string }
  | { readonly act: 'session.ended'; readonly session: string | null }
  | { readonly act: 'audit.keys-destroyed'; readonly count: number }
  | { readonly act: 'retention.ended'; readonly kind: string; readonly count: number }
  | { readonly act: 'sessions.ended'; readonly person: string; readonly count: number }
  | (Grant & Grantee & { readonly act: 'access.proposed' | 'access.approved' | 'access.rejected' });

/** What residents do with their own certificates, and departments for them. */
type ResidentAct =
  | (OfCertificate & {
      readonly act: 'wallet.minted';
      /** certId of the wallet credential, hex. */
      readonly credential: string;
      readonly device: string;
      readonly until: string;
      readonly delegation?: string;
    })
  | (OfCertificate & {
      readonly act: 'wallet.ended' | 'wallet.suspended';
      readonly credential: string;
      readonly device: string;
      readonly reason: string;
    })
  | (OfCertificate & {
      readonly act: 'delegation.made';
      readonly delegation: string;
      readonly items: readonly string[];
      readonly until: string;
    })
  | (OfCertificate & {
      readonly act: 'delegation.withdrawn' | 'delegation.witnessed';
      readonly delegation: string;
    })
  | (OfCertificate & {
      readonly act: 'correction.asked' | 'correction.answered';
      readonly correction: string;
    })
  | {
      readonly act: 'look.complained';
      readonly issuer?: string;
      /** The record of the look. */
      readonly record: number;
      readonly said: string;
    };

interface OfWindow extends OfIssuer {
  readonly window: string;
  readonly name: string;
  /** RFC 7638 thumbprint of its key. */
  readonly fingerprint: string;
}

/** What is done with halls and their windows; `issuer` is the hall's code. */
type WindowAct =
  | (OfIssuer & {
      readonly act: 'hall.saved';
      readonly name: string;
      readonly fingerprints: readonly string[];
    })
  | (OfIssuer & { readonly act: 'hall.key-rotated'; readonly fingerprints: readonly string[] })
  | (OfWindow & { readonly act: 'window.asked' | 'window.paired' | 'window.refused' | 'window.renewed' })
  | (OfWindow & {
      readonly act: 'window.revoked';
      readonly reason: string;
      /** The thumbprint in hex: by it the list of revocations names the place of this record in the tree. */
      readonly filed: string;
    });

/** What is done at a window with a case. */
type CaseAct =
  | (OfIssuer & {
      readonly act: 'receipt.filed';
      /** Digest of the receipt: others can prove that it was filed. */
      readonly filed: string;
      readonly window: string;
      readonly case: string | null;
      readonly verdict: string;
      readonly code: string;
    })
  | (OfCase & { readonly act: 'case.opened'; readonly item: string })
  | (OfCase & { readonly act: 'case.closed'; readonly as: string })
  | (OfCase & {
      readonly act: 'document.answered';
      readonly receipt: string;
      readonly verdict: string;
      readonly code: string;
    })
  | (OfCase & { readonly act: 'material.settled'; readonly material: string; readonly as: string })
  | (OfCase & {
      readonly act: 'commitment.made';
      readonly material: string;
      readonly kind: string;
      readonly due: string;
    });

interface OfCase extends OfIssuer {
  readonly case: string;
}

/** Looks at personal data. */
type Look =
  | (OfIssuer & {
      readonly act: 'holder.searched';
      readonly holder: string | null;
      readonly found: number;
    })
  /** By a clerk, of a resident who is at the counter. */
  | { readonly act: 'counter.searched'; readonly holder: string | null; readonly found: number }
  | (OfCertificate & { readonly act: 'fields.seen' | 'document.seen' | 'picture.seen' | 'cards.printed' })
  | (OfBatch & {
      readonly act: 'problems.seen' | 'notes.seen' | 'rejected-rows.seen' | 'documents.seen' | 'rows.seen';
    })
  | (OfBatch & { readonly act: 'row.seen'; readonly line: number })
  | (OfIssuer & { readonly act: 'holder.exported'; readonly holder: string })
  | {
      readonly act: 'audit.searched' | 'own-certificates.seen' | 'own-looks.seen';
      readonly found: number;
    }
  | { readonly act: 'own-data.exported' }
  | (OfIssuer & { readonly act: 'corrections.seen'; readonly found: number })
  | (OfCase & { readonly act: 'case.seen' })
  | (OfIssuer & { readonly act: 'receipt.seen'; readonly receipt: string })
  | { readonly act: 'people.seen' | 'audit.exported' }
  /** Records that the ledger knows, and those that a database restored without them has. */
  | { readonly act: 'audit.loss-accepted'; readonly stated: number; readonly held: number }
  /** Records that the ledger knows, and how many of them the database lacked. */
  | { readonly act: 'audit.records-supplied'; readonly stated: number; readonly supplied: number };

/** What somebody tried who may not, or not so. */
interface Refusal {
  readonly act: 'operation.refused';
  readonly issuer?: string;
  readonly operation: string;
  /** The problem's code. */
  readonly code: string;
}

/** One act or look, as it is written down. Add a member for what is new; nothing takes one from a caller. */
export type AuditEvent = { readonly by: Actor } & (
  IssuingAct | ReferenceAct | KeyAct | PeopleAct | WindowAct | ResidentAct | CaseAct | Look | Refusal
);

/** What changes nothing, so that there is no transaction of a change. */
export type LookEvent = { readonly by: Actor } & (Look | Refusal);

export type AuditAct = AuditEvent['act'];
