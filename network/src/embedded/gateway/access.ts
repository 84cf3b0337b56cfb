import { policyFailure } from '../endorsement/check-proposal.js';
import type { Membership } from '../membership.js';

/** Why someone may not read or write the channel; undefined when they may. Expired certificates may not. */
export function accessFailure(
  membership: Membership,
  policy: 'Readers' | 'Writers',
  signed: { identity: Uint8Array; data: Uint8Array; signature: Uint8Array },
): string | undefined {
  try {
    const identity = membership.identity(signed.identity);
    const allowed = policy === 'Readers' ? ['client', 'admin', 'peer'] : ['client', 'admin'];
    if (
      allowed.includes(identity.role) &&
      identity.notAfter.getTime() > Date.now() &&
      identity.verify(signed.data, signed.signature)
    ) {
      return undefined;
    }
  } catch {
    // Falls through: an unknown identity is told no more than a wrong signature.
  }
  return policyFailure(policy);
}
