import { api, ask, saveFile } from '../../../kit';
import { purposeHeader } from './looking';

/** Saves all that an issuer holds of whoever has a number; the purpose is kept with the look. @throws Refusal */
export async function saveHolderData(issuer: string, holderNumber: string, purpose: string): Promise<true> {
  const archive = await ask(
    api.POST('/api/v1/issuers/{issuer}/holders/export', {
      params: { path: { issuer } },
      headers: purposeHeader(purpose),
      body: { holderNumber },
      parseAs: 'blob',
    }),
  );
  // No name, no number: names of files get around.
  saveFile(archive, 'personal-data.zip');
  return true;
}
