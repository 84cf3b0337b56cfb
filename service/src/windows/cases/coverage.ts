import type { CertificateTypes } from '../../certificates/types/index.js';
import { normalNumber } from '../../certificates/intake/index.js';
import type { Material } from '../items/index.js';
import type { Finding } from '../receipts/index.js';

/** Whether what a window found covers a material, or why it does not. */
export const coverages = [
  'covers',
  'type-not-asked',
  'not-valid',
  'cannot-be-told',
  'fields-missing',
  'holder-differs',
] as const;
export type Coverage = (typeof coverages)[number];

/** Whoever comes with a case. */
export interface CaseHolder {
  readonly name: string;
  /** GB 11643 or GB 32100. */
  readonly number: string;
}

/** Of several certificates that would do, the one that comes nearest. */
export function coverageOf(
  material: Material,
  { verdict, certificate }: Pick<Finding, 'verdict' | 'certificate'>,
  holder: CaseHolder,
  types: Pick<CertificateTypes, 'newest'>,
): Coverage {
  const asked = material.certificates.find(({ type }) => types.newest(type).code === certificate?.type);
  if (!certificate || !asked) return 'type-not-asked';
  // Another person's certificate is not theirs, whatever else is said of it.
  const numbers = asked.holder?.flatMap((field) => certificate.fields[field] ?? []);
  const number = normalNumber(holder.number);
  if (
    numbers &&
    numbers.length > 0 &&
    !numbers.some((one) => typeof one === 'string' && normalNumber(one) === number)
  ) {
    return 'holder-differs';
  }
  if (verdict === 'invalid') return 'not-valid';
  if (verdict !== 'valid') return 'cannot-be-told';
  const isSeen = (field: string): boolean => certificate.fields[field] !== undefined;
  const isHolderSeen = numbers === undefined || numbers.length > 0;
  return asked.fields.every(isSeen) && isHolderSeen ? 'covers' : 'fields-missing';
}
