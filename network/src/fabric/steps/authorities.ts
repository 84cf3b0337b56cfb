import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { NetworkError } from '../errors.js';

/** Throws unless the keys of an organisation's authorities are in its folder: they are kept apart. */
export async function demandAuthorities(organisation: string): Promise<void> {
  for (const authority of ['ca', 'tlsca']) {
    const key = join(organisation, authority, 'key.pem');
    await access(key).catch(() => {
      throw new NetworkError(
        'AUTHORITY_ABSENT',
        `${key} is not here: bring the authority's key from where it is kept, do this again, and take it away.`,
      );
    });
  }
}
