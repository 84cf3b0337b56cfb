import type { CertBridge } from '@certbridge/service/start';

/** A token of the sample administrator who is not the first: of two, each approves what the other proposed. */
export async function secondAdministrator({ accounts, service }: CertBridge): Promise<string> {
  const second = accounts.find(({ subject }) => subject === 'sample-second-administrator');
  const begun = { via: 'browser', authenticatedAt: new Date() } as const;
  return (await service.sessions.begin({ person: second?.person ?? '' }, begun)).token;
}
