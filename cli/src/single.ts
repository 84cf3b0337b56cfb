import { z } from 'zod';
import { batch, certificate } from './answers.js';
import type { Submitted } from './client.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** What the service answers to one application: the certificate, or the batch that it waits in. */
export const madeOrWaiting = z.union([certificate, batch]);
type MadeOrWaiting = z.output<typeof madeOrWaiting>;

export type Certificate = z.output<typeof certificate>;

/**
 * Says what became of one application; gives the certificate, or the exit code while there is none.
 * @param waiting what is so until the batch is approved
 */
export function sayMade(
  terminal: Terminal,
  { answer, repeated }: Submitted<MadeOrWaiting>,
  waiting: string,
): Certificate | ExitCode {
  if ('identifier' in answer) {
    if (repeated) {
      terminal.write(
        `没有新签发：已于 ${answer.createdAt} 签发。Nothing new: issued on ${answer.createdAt}.\n`,
      );
    }
    return answer;
  }
  terminal.write(
    `批次 ${answer.id} 处于 ${answer.state}。Batch ${answer.id} is ${answer.state}: ${waiting}\n`,
  );
  return answer.state === 'refused' ? exitCodes.refused : exitCodes.waiting;
}
