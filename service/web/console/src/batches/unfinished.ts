import { sha256Hex, utf8 } from '@certbridge/verifier-sdk/formats';
import { Refusal, api, ask, session } from '../../../kit';
import type { Schema } from '../../../kit';

type Unfinished = Schema<'UnfinishedUpload'>;

/** Ids of files on their way in, by what tells a file without saying its name or what is in it. */
const PREFIX = 'certbridge.upload/1';
/** Of who is signed in: nobody finds, nor forgets, what another began in this browser. */
const prefixOf = (issuer: string): string => `${PREFIX}/${session.value?.subject ?? ''}/${issuer}/`;

/** Where this browser remembers the upload of a file. */
async function placeOf(issuer: string, { name, size, lastModified }: File): Promise<string> {
  const told = JSON.stringify([issuer, name, size, lastModified]);
  return prefixOf(issuer) + (await sha256Hex(utf8(told)));
}

const at = (issuer: string, upload: string) => ({ params: { path: { issuer, upload } } });

/** How far it is; undefined where it is too long ago. @throws Refusal */
async function found(issuer: string, id: string): Promise<Unfinished | undefined> {
  return ask(api.GET('/api/v1/issuers/{issuer}/uploads/{upload}', at(issuer, id))).catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  });
}

/** The upload of a file that was begun before, after whatever cut it off, or a new one. @throws Refusal */
export async function uploadOf(issuer: string, file: File): Promise<string> {
  const place = await placeOf(issuer, file);
  const before = localStorage.getItem(place);
  if (before !== null && (await found(issuer, before))) return before;
  const header = { 'tus-resumable': '1.0.0', 'upload-length': String(file.size) };
  const { id } = await ask(
    api.POST('/api/v1/issuers/{issuer}/uploads', { params: { path: { issuer }, header } }),
  );
  localStorage.setItem(place, id);
  return id;
}

/** Files that were begun in this browser and of which no batch was made. What is gone is not remembered any more. */
export async function unfinishedHere(issuer: string): Promise<Unfinished[]> {
  const places = Object.keys(localStorage).filter((place) => place.startsWith(prefixOf(issuer)));
  const all = places.map(async (place) => {
    const upload = await found(issuer, localStorage.getItem(place) ?? '');
    if (!upload) localStorage.removeItem(place);
    return upload;
  });
  return (await Promise.all(all)).flatMap((one) => (one?.batch === null ? [one] : []));
}

export function forget(id: string): void {
  for (const [place, kept] of Object.entries({ ...localStorage }))
    if (place.startsWith(PREFIX) && kept === id) localStorage.removeItem(place);
}

/** What has arrived of it is deleted. @throws Refusal */
export async function giveUp(issuer: string, id: string): Promise<void> {
  forget(id);
  const header = { 'tus-resumable': '1.0.0' };
  await ask(
    api.DELETE('/api/v1/issuers/{issuer}/uploads/{upload}', {
      params: { path: { issuer, upload: id }, header },
    }),
  );
}
