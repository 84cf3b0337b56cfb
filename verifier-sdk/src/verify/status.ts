import { toHex } from '../formats/bytes.js';
import type { CertificateRef } from '../formats/entry.js';
import { statusRules } from '../formats/status-rules.js';
import type { CertificateState } from '../formats/status-rules.js';
import type { Code } from './codes.js';
import { freshness } from './context.js';
import type { Context } from './context.js';
import { fail, pass, skipped, unknown } from './report.js';
import type { Finding, ReportedCertificate } from './report.js';

export interface StatusFinding {
  readonly finding: Finding;
  readonly successor?: NonNullable<ReportedCertificate['successor']>;
}

type Standing = Exclude<CertificateState, 'issued'>;

/** A state that is held against a certificate has the code of its name. */
const codeOf = (state: Standing): Code => state.toUpperCase() as Uppercase<Standing>;

/** What was recorded against one certificate, whatever the age of the knowledge: bad news does not go stale. */
function recorded(context: Context, issuer: string, cert: string): StatusFinding | undefined {
  const ledger = context.mirror?.ledger;
  const status = ledger?.status(issuer, cert);
  if (!ledger || !status) return undefined;
  const { stands } = statusRules[status.state];
  if (stands === 'issued') return undefined;
  const finding = fail(codeOf(stands));
  return status.by ? { finding, successor: follow(context, status.by) } : { finding };
}

/** One step only: a successor may itself be superseded, and that is for its own verification to say. */
function follow({ mirror }: Context, by: CertificateRef): NonNullable<ReportedCertificate['successor']> {
  return { ...by, state: mirror?.ledger?.status(by.issuer, by.cert)?.state ?? null };
}

function judgeAbsence(context: Context): Finding {
  if (context.mirror?.equivocation) return unknown('LEDGER_EQUIVOCATION');
  if (!context.policy.requireStatus) return skipped;
  switch (freshness(context)) {
    case 'none':
      return unknown('STATUS_UNKNOWN');
    case 'behind':
      return unknown('CLOCK_BEHIND');
    case 'stale':
      return unknown('STATUS_STALE');
    case 'fresh':
      return pass;
  }
}

/** The status of a certificate, and of its original where it is a copy. */
export function judgeStatus(
  context: Context,
  issuer: string,
  certId: Uint8Array,
  copyOf?: Uint8Array,
): StatusFinding {
  const own = recorded(context, issuer, toHex(certId));
  const original = copyOf && recorded(context, issuer, toHex(copyOf));
  return own ?? original ?? { finding: judgeAbsence(context) };
}
