import type { Principal, Role } from './principal.js';

/** Who does something, as what, from where and why: what is written down of every act and every look. */
export interface Actor {
  /** `service`: nobody asked for it, the service does it by itself. */
  readonly kind: Principal['kind'] | 'service';
  /** {@link Principal.subject}; empty for the service itself. */
  readonly subject: string;
  readonly roles: readonly Role[];
  /** IP address. */
  readonly address: string | undefined;
  readonly requestId: string | undefined;
  /** In their own words, where they gave one. */
  readonly purpose: string | undefined;
}

/** The same occasion, of somebody who has just become known. */
export const actingAs = (actor: Actor, { kind, subject, roles }: Principal): Actor => ({
  ...actor,
  kind,
  subject,
  roles,
});
