import type { CertBridge } from '@certbridge/service/start';

/** A clerk who is not the sample one: of two, one makes what the other witnesses. */
export async function secondClerk({
  service: { people, sessions },
}: CertBridge): Promise<{ readonly person: string; readonly token: string }> {
  const claims = { roles: ['clerk'], issuers: '*', types: '*' };
  const { id } = await people.identify({ issuer: 'urn:test', subject: 'second-clerk', claims });
  const begun = { via: 'browser', authenticatedAt: new Date() } as const;
  return { person: id, token: (await sessions.begin({ person: id }, begun)).token };
}
