import type { Context } from 'koa';
import type { Actor, Principal } from '../principal/index.js';
import { Problem } from '../problems/index.js';
import { requestId } from './problem-details.js';

const LONGEST_PURPOSE = 500;

/** Who sent a request, as what, from where and why. */
export function actorOf(ctx: Context, principal: Principal, addressOf: (ctx: Context) => string): Actor {
  const { kind, subject, roles } = principal;
  return {
    kind,
    subject,
    roles,
    address: addressOf(ctx),
    requestId: requestId(ctx),
    purpose: purposeIn(ctx),
  };
}

/** Percent-encoded UTF-8, since a header has ASCII only (RFC 9110 §5.5). */
function purposeIn(ctx: Context): string | undefined {
  const purpose = decoded(ctx.get('CertBridge-Purpose')).trim();
  return purpose === '' || purpose.length > LONGEST_PURPOSE ? undefined : purpose;
}

/** @throws Problem `PURPOSE_INVALID` where one is given that cannot be kept */
export function requireReadablePurpose(ctx: Context): void {
  if (ctx.get('CertBridge-Purpose') === '' || purposeIn(ctx) !== undefined) return;
  throw new Problem('invalid', 'PURPOSE_INVALID', {
    zh: `CertBridge-Purpose 是 1 至 ${LONGEST_PURPOSE} 个字符，按 UTF-8 百分号编码。`,
    en: `CertBridge-Purpose is 1 to ${LONGEST_PURPOSE} characters, percent-encoded as UTF-8.`,
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
