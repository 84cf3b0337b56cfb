import { endOfDate, startOfDate } from '../formats/dates.js';
import type { Context } from './context.js';
import { fail, pass } from './report.js';
import type { Finding } from './report.js';

/** Inclusive dates in Asia/Shanghai. It is never earlier than the checkpoint held, whatever the clock says. */
export function judgeValidity(
  { clock, mirror }: Context,
  { validFrom, validUntil }: { readonly validFrom: string; readonly validUntil: string | null },
): Finding {
  const attested = mirror?.checkpoint ? Date.parse(mirror.checkpoint.statement.time) : 0;
  const now = Math.max(clock(), attested);
  if (now < startOfDate(validFrom)) return fail('NOT_YET_VALID');
  return validUntil !== null && now >= endOfDate(validUntil) ? fail('EXPIRED') : pass;
}
