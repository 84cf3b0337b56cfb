import { loadCertificateTypes } from '@certbridge/service/certificates/types';
import type { CertificateType, Sample } from '@certbridge/service/certificates/types';

const types = await loadCertificateTypes();

/** Short names of all certificate types. */
export const slugs = types.list().map(({ slug }) => slug);

/** A type with the invented certificate that its folder holds. */
export function sampleOf(slug: string): Sample & { readonly type: CertificateType } {
  const type = types.newest(slug);
  const sample = types.sample(type);
  if (!sample) throw new TypeError(`${slug} has no sample`);
  return { ...sample, type };
}

/** What is wrong with a sample's fields. */
export const problemsOf = (slug: string): readonly { readonly field: string | null }[] =>
  types.check(types.newest(slug), sampleOf(slug).fields);
