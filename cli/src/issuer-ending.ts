import type { z } from 'zod';
import { issuer } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export type Ending = NonNullable<z.output<typeof issuer>['ended']>;

export const endings: Readonly<Record<Ending, string>> = { withdrawn: '撤销', retired: '停用' };

/** Ends an issuer, or proposes it where two must agree. */
export async function endIssuer(
  client: Client,
  terminal: Terminal,
  code: string,
  as: Ending,
): Promise<ExitCode> {
  const path = `/api/v1/issuers/${encodeURIComponent(code)}/ending`;
  const { name, ended } = await client.post(path, json({ as }), issuer);
  if (ended === null) {
    terminal.write(
      `${name} 待另一位管理员批准后${endings[as]}。${name} is ${as} once another administrator approves: "certbridge approve ${code}".\n`,
    );
    return exitCodes.waiting;
  }
  terminal.write(`${name} 已${endings[as]}，不再签发。${name} is ${as} and issues nothing more.\n`);
  return exitCodes.done;
}
