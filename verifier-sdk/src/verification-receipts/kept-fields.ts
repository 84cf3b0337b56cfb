import { withoutPhoto } from '../verify/report.js';
import type { Report } from '../verify/report.js';
import type { ReportedShowing } from '../verify/showing.js';

/** A report as a window may keep it, and the names of what it left out. */
export interface Recorded {
  readonly report: Report;
  readonly withheld: readonly string[];
}

/**
 * The report with the chosen fields only, and of the photo its SHA-256: what a window need not keep, it must not keep
 * (PIPL Article 6). Who acted for the holder is kept like a field, as `delegate`.
 */
export function withFields(verified: Report, chosen: readonly string[] | 'all'): Recorded {
  const report = withoutPhoto(verified);
  const { certificate, shown } = report;
  if (certificate === null || chosen === 'all') return { report, withheld: [] };
  const names = [...Object.keys(certificate.fields), ...(shown?.delegate ? ['delegate'] : [])];
  const fields = Object.entries(certificate.fields).filter(([name]) => chosen.includes(name));
  return {
    report: {
      ...report,
      certificate: { ...certificate, fields: Object.fromEntries(fields) },
      ...(shown && { shown: chosen.includes('delegate') ? shown : withoutDelegate(shown) }),
    },
    withheld: names.filter((name) => !chosen.includes(name)).sort(),
  };
}

function withoutDelegate(shown: ReportedShowing): ReportedShowing {
  const { delegate: _, ...rest } = shown;
  return rest;
}
