import type { Report, ReportedCertificate } from '@certbridge/verifier-sdk';
import { codes } from 'virtual:certificate-names';
import type { Schema } from '../../../kit';

export type ServiceItem = Schema<'ServiceItem'>;
export type Material = ServiceItem['materials'][number];
type Wanted = Material['certificates'][number];

/** A certificate that lies on the counter, by the number it has there. */
export interface Shown {
  readonly id: number;
  readonly report: Report;
}

/**
 * How it stands with one material 材料: `covered` 免提交 by a valid certificate; else the nearest that was shown and
 * why it does not do: its fields were not seen (a QR code holds few), nobody can say now, it is not valid; else
 * lacking, or still being verified.
 */
export type Coverage =
  | { readonly state: 'covered' | 'unseen' | 'undetermined' | 'invalid'; readonly by: Shown }
  | { readonly state: 'lacking' | 'verifying' };

const ORDER = ['covered', 'unseen', 'undetermined', 'invalid'] as const;

/** What covers a material, of what was shown. Whose it is, the comparison with the person judges: it is in the verdict. */
export function coverageOf({ certificates }: Material, shown: readonly Shown[]): Coverage {
  const found = shown.flatMap((by) => {
    const { certificate } = by.report;
    const wanted = certificates.filter(({ type }) => (codes[type] ?? type) === certificate?.type);
    return certificate && wanted.length > 0 ? [{ state: stateOf(by.report, certificate, wanted), by }] : [];
  });
  const [best] = found.sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  return best ?? { state: 'lacking' };
}

function stateOf(
  { verdict }: Report,
  certificate: ReportedCertificate,
  wanted: readonly Wanted[],
): (typeof ORDER)[number] {
  if (verdict !== 'valid') return verdict === 'invalid' ? 'invalid' : 'undetermined';
  return wanted.some(({ fields }) => fields.every((field) => isSeen(certificate, field)))
    ? 'covered'
    : 'unseen';
}

const isSeen = ({ fields, photo }: ReportedCertificate, field: string): boolean =>
  field === 'photo' ? photo !== undefined : Object.hasOwn(fields, field);
