import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';
import type { SentApplication } from '../application/filled';

/** What came of it: the certificate, or the batch of one that waits for approval. */
export type Issued = { readonly certificate: Schema<'Certificate'> } | { readonly batch: Schema<'Batch'> };

/** Issues one certificate. The key makes sending it again harmless. @throws Refusal */
export async function issue(
  issuer: string,
  type: string,
  application: SentApplication,
  idempotencyKey: string,
): Promise<Issued> {
  const made = await ask(
    api.POST('/api/v1/issuers/{issuer}/certificates', {
      params: { path: { issuer }, header: { 'Idempotency-Key': idempotencyKey } },
      body: { type, ...application },
    }),
  );
  return 'certId' in made ? { certificate: made } : { batch: made };
}
