import { runProgram } from '../programs.js';

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs an outside tool and gives its exit code with all that it printed. */
export async function tool(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  const { code, out, err } = await runProgram(command, args, options);
  return { code, output: out + err };
}
