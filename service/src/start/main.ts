import { join, relative } from 'node:path';
import { misspelt, misspeltWords, readSettings } from '../platform/settings/index.js';
import { Problem } from '../platform/problems/index.js';
import { startTracing } from '../platform/tracing/index.js';
import { startCertBridge } from './certbridge.js';
import type { CertBridge } from './certbridge.js';
import { runCommand } from './commands.js';

/** A stop takes no longer: what is lost by cutting it off is done by the next start. */
const STOP_WITHIN_MS = 60_000;

/**
 * The program: without arguments the service, else one of the operator's commands.
 * @param args the words of the command line
 */
export async function main(environment: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined) return serve(environment);
  try {
    process.exitCode = await runCommand(name, rest, { environment, say });
  } catch (error) {
    complain(error);
    process.exitCode = 1;
  }
}

/**
 * The service as a process, with whatever is not configured embedded. Says on standard output when it is
 * ready; Ctrl-C or SIGTERM ends all of it in good order, a second one at once.
 */
async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const stopped = stopRequested();
  tellMisspelt(environment);
  const endTracing = await startTracing(environment);
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
    say('正在停止 Stopping …');
  }
  const late = setTimeout(() => {
    process.stderr.write('没有在一分钟内停止完，已强行结束 Not everything ended within a minute: cut off.\n');
    process.exit(1);
  }, STOP_WITHIN_MS).unref();
  await bridge.close().catch((error: unknown) => complain(error));
  await endTracing();
  clearTimeout(late);
}

/** What looks like a setting and is none has no effect, which nobody would see. */
function tellMisspelt(environment: NodeJS.ProcessEnv): void {
  for (const one of misspelt(Object.keys(environment))) {
    const { zh, en } = misspeltWords(one);
    process.stderr.write(`环境变量 ${zh} ${en}\n`);
  }
}

function announcement(bridge: CertBridge): string {
  const { url, accounts, signInLink, residentSignInLink, samples, data, trustAnchor } = bridge;
  const lines = ['证桥已就绪，请用浏览器打开：', `CertBridge is ready at ${url}`];
  if (bridge.internalUrl !== undefined) {
    lines.push('', `监控数据 Figures for monitoring are at ${bridge.internalUrl}`);
  }
  if (signInLink !== undefined) {
    lines.push('', '以样例人员登录 Sign in as a sample person:', `  ${signInLink}`);
    for (const { subject, name, role } of accounts) {
      lines.push(`  ${role.padEnd(22)} ${subject.padEnd(29)} ${name}`);
    }
    lines.push(`  一日有效的令牌 Their tokens for a day: ${shown(join(data, 'tokens.json'))}`);
  }
  if (residentSignInLink !== undefined) {
    lines.push('', '以样例居民登录 Sign in as a sample resident:', `  ${residentSignInLink}`);
  }
  const [sample] = samples;
  if (sample !== undefined) {
    const [anchor, mirror] = [shown(trustAnchor), shown(join(data, 'window'))];
    lines.push(
      '',
      `样例证照 A sample certificate: ${sample}`,
      '像异地窗口一样离线核验 Verify it offline, as a window elsewhere would:',
      `  npx certbridge-verify sync --trust ${anchor} --mirror ${mirror} ${url}`,
      `  npx certbridge-verify --offline --trust ${anchor} --mirror ${mirror} ${shown(sample)}`,
    );
  }
  lines.push('', `数据 Data is in ${data}. Ctrl-C 全部停止 stops everything.`);
  return lines.join('\n');
}

/** A path as one would type it in the working directory. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
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
  const text =
    error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text ?? 'unknown failure'}\n`);
}
