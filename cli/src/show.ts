import { certificate } from './answers.js';
import type { Client } from './client.js';
import { certificatePath } from './issuers.js';
import type { Terminal } from './terminal.js';

/** What the service knows of a certificate, as JSON. */
export async function showCertificate(
  client: Client,
  terminal: Terminal,
  identifier: string,
  issuer: string | undefined,
): Promise<void> {
  const found = await client.get(await certificatePath(client, identifier, issuer), certificate);
  terminal.write(`${JSON.stringify(found, null, 2)}\n`);
}
