import { isFinal, successorRule } from '@certbridge/verifier-sdk/formats';
import { reason, requestedState, statusChange } from '../certificates/statuses/schemas.js';
import { CallFailed, json } from './client.js';
import type { Client } from './client.js';
import { certificatePath } from './issuers.js';
import type { Terminal } from './terminal.js';

export interface StatusOptions {
  readonly reason: string;
  /** The successor, as ISSUER/CERTID. */
  readonly by?: string;
  readonly issuer?: string;
  readonly yes?: boolean;
}

export const STATES = requestedState.options;
export const REASONS = reason.options;

/** Those that name a successor. */
export const SUCCEEDED = STATES.filter((state) => successorRule(state) !== null);
/** The contract lets nothing follow them; a replacement that is withdrawn is cancelled. */
const FINAL: readonly string[] = STATES.filter((state) => state === 'withdrawn' || isFinal(state));

/** Changes a certificate's status; asks first where that cannot be undone and somebody is there to be asked. */
export async function changeStatus(
  client: Client,
  terminal: Terminal,
  identifier: string,
  state: string,
  options: StatusOptions,
): Promise<void> {
  if (FINAL.includes(state) && options.yes !== true && !(await confirmed(terminal, identifier, state))) {
    throw new CallFailed('NOT_CONFIRMED', '未作更改。Nothing was changed.');
  }
  const by = options.by === undefined ? undefined : successor(options.by);
  const body = { state, reason: options.reason, ...(by && { by }) };
  const path = await certificatePath(client, identifier, options.issuer);
  const change = await client.post(`${path}/status`, json(body), statusChange);
  const said = change.decision === 'made' ? change.state : `${change.state}, once it is approved 待审核`;
  terminal.write(`${identifier} is ${said}.\n`);
}

async function confirmed(terminal: Terminal, identifier: string, state: string): Promise<boolean> {
  if (!terminal.ask) return true;
  const answer = await terminal.ask(
    `${identifier}\n“${state}”一经上链不可恢复，继续吗？\nOnce on the ledger, “${state}” cannot be undone. Go on? [y/N] `,
  );
  return /^(y|yes|是)$/i.test(answer.trim());
}

function successor(text: string): { readonly issuer: string; readonly certId: string } {
  const [, issuer, certId] = /^([0-9A-Z]{18})\/([0-9a-f]{32})$/.exec(text) ?? [];
  if (issuer === undefined || certId === undefined) {
    throw new CallFailed(
      'SUCCESSOR_WRONG',
      `--by ${text} is not ISSUER/CERTID: 18 characters, a slash, 32 hexadecimal digits ("certbridge show" tells both).`,
    );
  }
  return { issuer, certId };
}
