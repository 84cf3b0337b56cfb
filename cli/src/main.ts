import { CommanderError } from 'commander';
import { openClient } from './client.js';
import { commands } from './commands.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { KeptSessions } from './kept-sessions.js';
import { usualPatience } from './patience.js';
import type { Patience } from './patience.js';
import { guardedTerminal, processTerminal } from './terminal.js';
import type { Terminal } from './terminal.js';

/**
 * The command line of an issuing department. Gives the exit code, see {@link exitCodes}; never throws.
 * @param args without node and script
 */
export async function runCertbridge(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  terminal: Terminal = processTerminal(),
  patience: Patience = usualPatience,
): Promise<number> {
  const guarded = guardedTerminal(terminal);
  let code: ExitCode = exitCodes.done;
  const url = (environment['CERTBRIDGE_URL'] ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
  const kept = new KeptSessions(environment);
  const program = commands({
    terminal: guarded,
    url,
    kept,
    client: openClient(url, async () => environment['CERTBRIDGE_TOKEN'] || (await kept.token(url))),
    exit: (result) => (code = result),
    patience,
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return sayFailure(error, guarded);
  }
}

function sayFailure(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CallFailed) {
    terminal.writeError(`${error.message}\n`);
    return error.exit;
  }
  if (error instanceof CommanderError) {
    // Help that was asked for.
    if (error.exitCode === 0) return exitCodes.done;
    if (error.code !== 'commander.help') {
      terminal.writeError(`${usageSaid[error.code] ?? '命令写法有误。'}${error.message}\n`);
    }
    return exitCodes.usage;
  }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  terminal.writeError(`程序内部错误。This program failed unexpectedly: ${name}: ${message}\n`);
  return exitCodes.internal;
}

/** Commander's own sentences, in Chinese. */
const usageSaid: Readonly<Record<string, string>> = {
  'commander.unknownCommand': '没有这个命令，“certbridge --help” 列出全部命令。',
  'commander.unknownOption': '没有这个选项。',
  'commander.missingArgument': '缺少参数。',
  'commander.excessArguments': '参数过多。',
  'commander.optionMissingArgument': '选项缺少值。',
  'commander.missingMandatoryOptionValue': '缺少必需的选项。',
  'commander.invalidArgument': '参数或选项的值不在允许之列。',
};
