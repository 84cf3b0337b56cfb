import { api, ask, may, useAnswer } from '../../../kit';
import type { Answer } from '../../../kit';
import type { Lived } from './life';

/** What is known of a certificate's life, as far as one may see it. */
export function useLife(path: {
  readonly issuer: string;
  readonly certificate: string;
}): Answer<Omit<Lived, 'certificate'>> {
  const params = { path };
  return useAnswer(async () => {
    const [changes, life, credentials] = await Promise.all([
      may('getHistory')
        ? ask(api.GET('/api/v1/issuers/{issuer}/certificates/{certificate}/status', { params })).then(
            (answer) => answer.changes,
          )
        : [],
      may('getLife')
        ? ask(api.GET('/api/v1/issuers/{issuer}/certificates/{certificate}/life', { params }))
        : { entries: [], copies: [] },
      may('listWalletCredentials')
        ? ask(
            api.GET('/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials', { params }),
          ).then((answer) => answer.credentials)
        : [],
    ]);
    return { changes, life, credentials };
  });
}
