import { readSettings } from '../settings/index.js';
import { Problem } from '../problems/index.js';
import { startCertBridge } from './certbridge.js';
import type { CertBridge } from './certbridge.js';

/**
 * The service as a process, with whatever is not configured embedded. Says on standard output when it is
 * ready; Ctrl-C or SIGTERM ends all of it in good order, a second one at once.
 */
export async function main(environment: NodeJS.ProcessEnv): Promise<void> {
  const stopped = stopRequested();
  let bridge: CertBridge;
  try {
    bridge = await startCertBridge({
      settings: readSettings(environment),
      onStep: say,
      stop: stopped.signal,
    });
  } catch (error) {
    if (stopped.signal.aborted) return;
    complain(error);
    process.exitCode = 1;
    return;
  }
  say(announcement(bridge));
  const broken = await Promise.race([stopped.wait.then(() => undefined), bridge.broken]);
  if (broken !== undefined) {
    complain(broken);
    process.exitCode = 1;
  } else {
    say('Stopping …');
  }
  await bridge.close().catch((error: unknown) => complain(error));
}

function announcement({ url, accounts, samples, data }: CertBridge): string {
  const lines = [`CertBridge is ready at ${url}`];
  if (accounts.length > 0) {
    lines.push('', 'Accounts of this development start, with access tokens for a day (also in tokens.json):');
    for (const { subject, role, token } of accounts)
      lines.push(`  ${role.padEnd(14)} ${subject}`, `    ${token}`);
  }
  if (samples.length > 0) lines.push('', `A sample certificate: ${samples[0] ?? ''}`);
  lines.push('', `Data is in ${data}. Ctrl-C stops everything.`);
  return lines.join('\n');
}

function stopRequested(): { readonly signal: AbortSignal; readonly wait: Promise<void> } {
  const stop = new AbortController();
  const wait = new Promise<void>((resolve) => {
    const ask = (): void => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
      resolve();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
  });
  return { signal: stop.signal, wait };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One clear sentence for what was foreseen; the stack for what was not. */
function complain(error: unknown): void {
  const told =
    error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${told ?? 'unknown failure'}\n`);
}
