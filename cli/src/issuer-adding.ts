import { issuer } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export interface AddIssuerOptions {
  readonly name: string;
  /** MSP id. */
  readonly province: string;
  readonly types: readonly string[];
  readonly fourEyes?: boolean;
}

/**
 * Adds an issuer, which makes its keys; one that is there, or has ended, is refused. Gives `waiting` while it is not on
 * the ledger yet.
 */
export async function addIssuer(
  client: Client,
  terminal: Terminal,
  code: string,
  { name, province, types, fourEyes }: AddIssuerOptions,
): Promise<ExitCode> {
  const content = json({ name, mspId: province, types, ...(fourEyes === true && { fourEyes }) });
  const { ledger } = await client.put(
    `/api/v1/issuers/${encodeURIComponent(code)}`,
    { ...content, ifNoneMatch: '*' },
    issuer,
  );
  if (ledger === 'registered') {
    terminal.write(`${name} 已添加，并已在账本上登记。${name} is added, and registered on the ledger.\n`);
    return exitCodes.done;
  }
  terminal.write(`${name} 已添加，等待账本登记。${name} is added, and waits for the ledger.\n`);
  return exitCodes.waiting;
}
