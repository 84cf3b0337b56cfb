import { changeReasons, isFinal, reasonWords, successorRule } from '@certbridge/verifier-sdk/formats';
import type { ChangeReason } from '@certbridge/verifier-sdk/formats';
import { requestedState, statusChange } from './answers.js';
import { json } from './client.js';
import type { Client } from './client.js';
import { confirmFinal } from './confirm.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
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
export const REASONS = changeReasons;

/** A reason in words of both languages. */
export const describeReason = (code: ChangeReason): string =>
  `${reasonWords[code].zh} ${reasonWords[code].en}`;

/** Every reason with its words, a line each. */
export const REASON_HELP = [
  '',
  '原因 Reasons:',
  ...REASONS.map((code) => `  ${code.padEnd(19)} ${describeReason(code)}`),
].join('\n');

/** Those that name a successor. */
export const SUCCEEDED = STATES.filter((state) => successorRule(state) !== null);
/** The contract lets nothing follow them; a replacement that is withdrawn is cancelled. */
export const FINAL: readonly string[] = STATES.filter((state) => state === 'withdrawn' || isFinal(state));

/** Changes a certificate's status; asks first where that cannot be undone. */
export async function changeStatus(
  client: Client,
  terminal: Terminal,
  identifier: string,
  state: string,
  options: StatusOptions,
): Promise<ExitCode> {
  const by = options.by === undefined ? undefined : successor(options.by);
  if (FINAL.includes(state)) await confirmFinal(terminal, identifier, state, options.yes);
  const body = { state, reason: options.reason, ...(by && { by }) };
  const path = await certificatePath(client, identifier, options.issuer);
  const change = await client.post(`${path}/status`, json(body), statusChange);
  if (change.decision === 'made') {
    terminal.write(`${identifier} 已改为 ${change.state}。${identifier} is ${change.state}.\n`);
    return exitCodes.done;
  }
  terminal.write(
    `${identifier} 待审核，批准后改为 ${change.state}。${identifier} is ${change.state}, once it is approved.\n`,
  );
  return exitCodes.waiting;
}

function successor(text: string): { readonly issuer: string; readonly certId: string } {
  const [, issuer, certId] = /^([0-9A-Z]{18})\/([0-9a-f]{32})$/.exec(text) ?? [];
  if (issuer === undefined || certId === undefined) {
    throw new CallFailed(
      'SUCCESSOR_WRONG',
      {
        zh: `--by ${text} 应写作“颁发机构代码/certId”：18 位，斜线，32 位十六进制（“certbridge show” 显示两者）。`,
        en: `--by ${text} is not ISSUER/CERTID: 18 characters, a slash, 32 hexadecimal digits ("certbridge show" tells both).`,
      },
      { exit: exitCodes.usage },
    );
  }
  return { issuer, certId };
}
