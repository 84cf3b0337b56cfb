import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs an outside tool and gives its exit code with all that it printed. */
export async function tool(
  command: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(command, args, {
      ...options,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return { code: failed.code, output: (failed.stdout ?? '') + (failed.stderr ?? '') };
  }
}
