import type { KeyUse } from '../formats/province-records.js';
import type { IssuerKey } from '../mirror/issuer-history.js';
import type { RegisteredIssuer } from '../mirror/registry.js';
import { freshness } from './context.js';
import type { Context } from './context.js';
import { fail, pass, unknown } from './report.js';
import type { Finding } from './report.js';

/** What the registry says of an issuer's key. */
export interface KeyFinding {
  readonly finding: Finding;
  readonly registered?: RegisteredIssuer;
  readonly key?: IssuerKey;
}

interface Sought {
  readonly issuer: string;
  readonly kid: string;
  readonly type?: string;
  /** Whether no later record can add it. */
  readonly isClosed?: boolean;
}

/**
 * Absence in a mirror of yesterday may be today's registration or entry, and in one that lacks a record, or cannot
 * use one, what that record says: only a fresh and whole mirror proves absence.
 */
export function absent(
  context: Context,
  code: 'ISSUER_UNKNOWN' | 'KEY_NOT_VALID' | 'NOT_ANCHORED',
  { issuer, kid, type, isClosed = false }: Sought,
): Finding {
  const concern = context.mirror?.replayed?.concern(issuer, type, kid);
  if (concern) return unknown(concern);
  if (isClosed) return fail(code);
  const knowledge = freshness(context);
  if (knowledge === 'fresh') return fail(code);
  return unknown(knowledge === 'behind' ? 'CLOCK_BEHIND' : 'STATUS_STALE');
}

/**
 * Looks up who may sign what with which key: a key has one use. Whether it is revoked is a question of anchoring,
 * not answered here.
 */
export function findKey(context: Context, issuer: string, kid: string, use: KeyUse): KeyFinding {
  const ledger = context.mirror?.ledger;
  if (!ledger) return { finding: unknown('STATUS_UNKNOWN') };
  const registered = ledger.registry.issuers.get(issuer);
  if (!registered) return { finding: absent(context, 'ISSUER_UNKNOWN', { issuer, kid }) };
  const key = registered.keys.get(kid);
  if (!key) return { finding: absent(context, 'KEY_NOT_VALID', { issuer, kid }), registered };
  return key.use === use
    ? { finding: pass, registered, key }
    : { finding: fail('KEY_NOT_VALID'), registered };
}

/** Whether the issuer was ever registered for this type. */
export function judgeType({ types }: RegisteredIssuer, type: string): Finding {
  return types.has(type) ? pass : fail('ISSUER_NOT_ALLOWED');
}
