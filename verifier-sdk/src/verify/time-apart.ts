import type { Language } from './codes.js';
import type { Report } from './report.js';

const HOUR = 3600;

function inWords(secondsAgo: number, language: Language): string {
  const apart = Math.abs(secondsAgo);
  const hours = Math.round(apart / HOUR);
  const isZone = hours > 0 && Math.abs(apart - hours * HOUR) <= 90;
  const minutes = Math.round(apart / 60);
  const isAhead = secondsAgo < 0;
  if (language === 'zh') {
    const much = isZone ? `${hours}小时` : apart < 120 ? `${apart}秒` : `${minutes}分钟`;
    const zone = isZone ? '，请检查两台设备的时区' : '';
    return `（亮证码的时间比本机${isAhead ? '快' : '慢'}${much}${zone}）`;
  }
  const much = isZone
    ? `${hours} hour${hours === 1 ? '' : 's'}`
    : apart < 120
      ? `${apart} seconds`
      : `${minutes} minutes`;
  const zone = isZone ? '; look at the time zone of both devices' : '';
  return ` (its time is ${much} ${isAhead ? 'ahead of' : 'behind'} the clock here${zone})`;
}

/** A report of a live code out of time, with how far the clocks are apart: whole hours suggest a time zone. */
export function withTimeApart(report: Report, language: Language): Report {
  const { shown } = report;
  if (!shown) return report;
  const said = (code: string, message: string): string =>
    code === 'LIVE_CODE_TIME' ? message + inWords(shown.secondsAgo, language) : message;
  return {
    ...report,
    message: said(report.code, report.message),
    checks: report.checks.map((check) => ({ ...check, message: said(check.code, check.message) })),
  };
}
