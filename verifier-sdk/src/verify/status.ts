import { toHex } from '../formats/bytes.js';
import { dateAt } from '../formats/dates.js';
import type { CertificateRef } from '../formats/entry.js';
import { statusOn } from '../formats/status.js';
import type { CertificateStatus } from '../formats/status.js';
import { statusRules } from '../formats/status-rules.js';
import type { CertificateState } from '../formats/status-rules.js';
import type { Code } from './codes.js';
import { freshness } from './context.js';
import type { Context } from './context.js';
import { fail, pass, skipped, unknown } from './report.js';
import type { Finding, ReportedCertificate } from './report.js';

/** A certificate whose status is asked for. */
export interface Judged {
  readonly issuer: string;
  readonly certId: Uint8Array;
  /** 21 characters. */
  readonly type: string;
  /** The keys that signed it. */
  readonly kids: readonly string[];
  /** certId of the original, of a copy. */
  readonly copyOf?: Uint8Array;
}

export interface StatusFinding {
  readonly finding: Finding;
  /** What the report says of it beside the finding. */
  readonly reported?: Pick<ReportedCertificate, 'successor' | 'replacedFrom'>;
}

type AdverseState = Exclude<CertificateState, 'issued'>;

/** A state that is held against a certificate has the code of its name. */
const codeOf = (state: AdverseState): Code => state.toUpperCase() as Uppercase<AdverseState>;

/** Today in Asia/Shanghai, by the later of clock and checkpoint. */
function today({ clock, mirror }: Context): string {
  const attested = mirror?.checkpoint ? Date.parse(mirror.checkpoint.statement.time) : 0;
  return dateAt(Math.max(clock(), attested));
}

function statusNow(context: Context, issuer: string, cert: string): CertificateStatus | undefined {
  const status = context.mirror?.ledger?.status(issuer, cert);
  return status && statusOn(status, today(context));
}

/** What was recorded against one certificate, whatever the age of the knowledge: bad news does not go stale. */
function recorded(context: Context, status: CertificateStatus | undefined): StatusFinding | undefined {
  if (!status || status.state === 'none') return undefined;
  const { becomes } = statusRules[status.state];
  if (becomes === 'issued') return undefined;
  const finding = fail(codeOf(becomes));
  return status.by ? { finding, reported: { successor: follow(context, status.by) } } : { finding };
}

/** One step only: a successor may itself be superseded, and that is for its own verification to say. */
function follow(context: Context, by: CertificateRef): NonNullable<ReportedCertificate['successor']> {
  const status = statusNow(context, by.issuer, by.cert);
  return { ...by, state: !status || status.state === 'none' ? null : status.state };
}

/**
 * What cannot be judged because a record about it is of later software, or breaks a rule, whatever the policy; or
 * because a record is not here.
 */
function concernOf(
  { mirror }: Context,
  { issuer, type, kids }: Judged,
  certs: readonly string[],
): Code | undefined {
  const ledger = mirror?.replayed;
  if (!ledger) return undefined;
  const concerns = kids.map((kid) => ledger.concern(issuer, type, kid));
  if (concerns.includes('UPDATE_NEEDED')) return 'UPDATE_NEEDED';
  const isUnusable =
    concerns.includes('RECORD_UNUSABLE') || certs.some((cert) => ledger.isUnusable(issuer, cert));
  if (isUnusable) return 'RECORD_UNUSABLE';
  return concerns.includes('STATUS_STALE') ? 'STATUS_STALE' : undefined;
}

function judgeAbsence(context: Context, judged: Judged, certs: readonly string[]): Finding {
  if (context.mirror?.equivocation) return unknown('LEDGER_EQUIVOCATION');
  const concern = concernOf(context, judged, certs);
  if (concern && concern !== 'STATUS_STALE') return unknown(concern);
  if (!context.policy.requireStatus) return skipped;
  switch (freshness(context)) {
    case 'none':
      return unknown('STATUS_UNKNOWN');
    case 'behind':
      return unknown('CLOCK_BEHIND');
    case 'stale':
      return unknown('STATUS_STALE');
    case 'fresh':
      return concern ? unknown(concern) : pass;
  }
}

/** The status of a certificate, and of its original where it is a copy. */
export function judgeStatus(context: Context, judged: Judged): StatusFinding {
  const certs = [judged.certId, ...(judged.copyOf ? [judged.copyOf] : [])].map(toHex);
  const statuses = certs.map((cert) => statusNow(context, judged.issuer, cert));
  for (const status of statuses) {
    const against = recorded(context, status);
    if (against) return against;
  }
  const pending = statuses[0]?.pending;
  return {
    finding: judgeAbsence(context, judged, certs),
    ...(pending && { reported: { replacedFrom: pending.from } }),
  };
}
