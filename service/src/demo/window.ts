import { execFile } from 'node:child_process';
import { z } from 'zod';
import type { DemoFolder } from './layout.js';
import { verifierProgram } from './layout.js';

const LARGEST_OUTPUT = 64 * 1024 * 1024;

const reportSchema = z.looseObject({
  file: z.string(),
  verdict: z.enum(['valid', 'invalid', 'indeterminate']),
  code: z.string(),
  message: z.unknown(),
  asOf: z.looseObject({ beat: z.string().nullish(), checkpoint: z.string().nullish() }).nullish(),
});

/** What the window's program said of one file. */
export type WindowReport = z.infer<typeof reportSchema>;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runVerifier(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [verifierProgram, ...args],
      { maxBuffer: LARGEST_OUTPUT },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      },
    );
  });
}

/** The window brings its mirror up to date over HTTP; what it prints says how many bytes and how fresh. */
export async function syncMirror(folder: DemoFolder, url: string): Promise<void> {
  const { code, stderr } = await runVerifier([
    'sync',
    '--trust',
    folder.trustAnchor,
    '--mirror',
    folder.mirror,
    url,
  ]);
  if (code !== 0) throw new Error(`certbridge-verify sync ended with ${code}: ${stderr}`);
}

/** The window checks files with its cable pulled out, in one process of its own. */
export async function verifyOffline(folder: DemoFolder, files: readonly string[]): Promise<WindowReport[]> {
  const args = ['--offline', '--json', '--trust', folder.trustAnchor, '--mirror', folder.mirror, ...files];
  const { code, stdout, stderr } = await runVerifier(args);
  if (code > 2) throw new Error(`certbridge-verify ended with ${code}: ${stderr}`);
  return z.array(reportSchema).parse(JSON.parse(stdout));
}
