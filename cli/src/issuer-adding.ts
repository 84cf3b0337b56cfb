import { issuer, listIssuersAnswer } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
import type { Terminal } from './terminal.js';

export interface AddIssuerOptions {
  readonly name: string;
  /** MSP id. */
  readonly province: string;
  readonly types: readonly string[];
  readonly fourEyes?: boolean;
}

/** Adds an issuer, which makes its keys. Gives `waiting` while it is not on the ledger yet. */
export async function addIssuer(
  client: Client,
  terminal: Terminal,
  code: string,
  { name, province, types, fourEyes }: AddIssuerOptions,
): Promise<ExitCode> {
  const { issuers } = await client.get('/api/v1/issuers', listIssuersAnswer);
  // What is saved takes the place of all that was there.
  if (issuers.some((one) => one.code === code)) {
    throw new CallFailed('ISSUER_EXISTS', {
      zh: `颁发机构 ${code} 已经存在，没有改动。`,
      en: `There is an issuer ${code} already: nothing was changed.`,
    });
  }
  const content = json({ name, mspId: province, types, ...(fourEyes === true && { fourEyes }) });
  const { ledger } = await client.put(`/api/v1/issuers/${encodeURIComponent(code)}`, content, issuer);
  if (ledger === 'registered') {
    terminal.write(`${name} 已添加，并已在账本上登记。${name} is added, and registered on the ledger.\n`);
    return exitCodes.done;
  }
  terminal.write(`${name} 已添加，等待账本登记。${name} is added, and waits for the ledger.\n`);
  return exitCodes.waiting;
}
