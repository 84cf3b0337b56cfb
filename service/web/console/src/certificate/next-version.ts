import { daysAfter, today, yearsAfter } from '../../../kit';
import type { Schema } from '../../../kit';
import { textsOf } from '../application';
import type { Filled } from '../application';

export const nextVersionKinds = ['renewal', 'correction'] as const;
export type NextVersionKind = (typeof nextVersionKinds)[number];

/** What was made: the certificate, or what waits for approval. */
export interface NextVersionMade {
  readonly kind: NextVersionKind;
  readonly made: Schema<'Certificate'> | Schema<'Batch'>;
}

type Certificate = Pick<Schema<'Certificate'>, 'validFrom' | 'validUntil'>;

/** How far ahead of its end a certificate is renewed without a gap, in days. */
const SOON = 90;

/** What the form of the next version begins with: everything as it is, under the days that its kind means. */
export function asItIs(
  kind: NextVersionKind,
  certificate: Certificate,
  fields: Readonly<Record<string, string | number>>,
): Filled {
  const days = kind === 'renewal' ? following(certificate) : atOnce(certificate);
  return { fields: textsOf(fields), ...days, photo: '' };
}

type Days = Pick<Filled, 'validFrom' | 'validUntil'>;

/** Without a gap: from the day after the old one's last, or from today where that is past or far away. */
function following({ validUntil }: Certificate): Days {
  const follows = validUntil !== null && validUntil >= today() && validUntil <= daysAfter(today(), SOON);
  const validFrom = follows ? daysAfter(validUntil, 1) : today();
  if (validUntil === null) return { validFrom, validUntil: '' };
  return { validFrom, validUntil: follows ? yearsAfter(validFrom, 10) : validUntil };
}

/** From today, for as long as the old one: a mistake is not to be read by anybody for another day. */
function atOnce({ validFrom, validUntil }: Certificate): Days {
  return { validFrom: validFrom > today() ? validFrom : today(), validUntil: validUntil ?? '' };
}

/** Keys of what differs, in the form's order; the first day is not among them: it follows from the kind. */
export function changedKeys(before: Filled, now: Filled): string[] {
  const keys = new Set([...Object.keys(before.fields), ...Object.keys(now.fields)]);
  const changed = [...keys].filter((key) => (before.fields[key] ?? '') !== (now.fields[key] ?? '').trim());
  if (before.validUntil !== now.validUntil) changed.push('validUntil');
  if (now.photo !== '') changed.push('photo');
  return changed;
}
