import type { Report } from './report.js';

/** The worst of several first; one that is no certificate counts only where there is no other. */
export function worstOf(reports: readonly Report[]): Report | undefined {
  const ours = reports.filter(({ code }) => code !== 'NOT_A_CERTIFICATE');
  const ordered = (['invalid', 'indeterminate', 'valid'] as const).flatMap((verdict) =>
    ours.filter((report) => report.verdict === verdict),
  );
  return ordered[0] ?? reports[0];
}
