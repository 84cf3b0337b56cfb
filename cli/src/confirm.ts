import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';
import type { Terminal } from './terminal.js';

/**
 * Goes on only if somebody at the terminal says yes, or said so with `--yes`: where nobody can be asked, what is
 * piped in is no answer.
 * @throws CallFailed `NOT_CONFIRMED`, `YES_NEEDED`
 */
export async function confirmFinal(
  terminal: Terminal,
  subject: string,
  state: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes === true) return;
  if (!terminal.ask) {
    throw new CallFailed(
      'YES_NEEDED',
      {
        zh: `“${state}”不可恢复，而此处没有人可以确认：未作更改，请加 --yes。`,
        en: `"${state}" cannot be undone, and there is no terminal to ask at. Nothing was changed: add --yes.`,
      },
      { exit: exitCodes.usage },
    );
  }
  const answer = await terminal.ask(
    `${subject}\n“${state}”一经上链不可恢复，继续吗？\nOnce on the ledger, “${state}” cannot be undone. Go on? [y/N] `,
  );
  if (/^(y|yes|是)$/i.test(answer.trim())) return;
  throw new CallFailed('NOT_CONFIRMED', { zh: '未作更改。', en: 'Nothing was changed.' });
}
