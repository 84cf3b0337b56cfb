import { z } from 'zod';
import { certificateType } from '../certificates/types/schemas.js';
import { json } from './client.js';
import type { Client } from './client.js';
import type { Terminal } from './terminal.js';

/** Every certificate type, a line each. */
export async function listTypes(client: Client, terminal: Terminal): Promise<void> {
  const { types } = await client.get('/api/v1/types', z.object({ types: z.array(certificateType) }));
  for (const { code, slug, name, nameEn } of types) {
    terminal.write(`${code}  ${slug.padEnd(22)} ${name}  ${nameEn}\n`);
  }
}

/** Proposes a type to the network, or approves it for this province. */
export async function approveType(client: Client, terminal: Terminal, code: string): Promise<void> {
  const path = `/api/v1/types/${encodeURIComponent(code)}/approval`;
  const { approved } = await client.post(path, json({}), z.object({ approved: z.boolean() }));
  terminal.write(
    approved
      ? `${code} 已获批准，可以签发。${code} is approved: it may be issued.\n`
      : `${code} 待其他省批准。${code} waits for other provinces' approval.\n`,
  );
}
