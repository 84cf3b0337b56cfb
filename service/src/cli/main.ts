import { Command, CommanderError, Option } from 'commander';
import { z } from 'zod';
import { certificate } from '../certificates/issuing/schemas.js';
import { certificateType } from '../certificates/types/schemas.js';
import { decide, listWaiting } from './approval.js';
import { CallFailed, json, openClient } from './client.js';
import type { Client } from './client.js';
import { copy } from './copy.js';
import type { CopyOptions } from './copy.js';
import { fetchCertificate } from './fetch.js';
import type { FetchOptions } from './fetch.js';
import { certificatePath } from './issuers.js';
import { issue } from './issue.js';
import type { IssueOptions } from './issue.js';
import { previewType } from './preview.js';
import type { PreviewOptions } from './preview.js';
import { KeptSessions } from './kept-sessions.js';
import { login, logout, whoami } from './login.js';
import { renew } from './renew.js';
import type { RenewOptions } from './renew.js';
import { REASONS, STATES, SUCCEEDED, changeStatus } from './status.js';
import type { StatusOptions } from './status.js';
import { processTerminal } from './terminal.js';
import type { Terminal } from './terminal.js';

/**
 * The command line of an issuing department. Gives the exit code: 0 done, 1 refused (in part), 64 usage.
 * @param args without node and script
 */
export async function runCertbridge(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  terminal: Terminal = processTerminal,
): Promise<number> {
  let code = 0;
  const url = (environment['CERTBRIDGE_URL'] ?? 'http://127.0.0.1:8080').replace(/\/+$/, '');
  const kept = new KeptSessions(environment);
  const program = commands({
    terminal,
    url,
    kept,
    client: openClient(url, async () => environment['CERTBRIDGE_TOKEN'] || (await kept.token(url))),
    exit: (result) => (code = result),
    fonts: (environment['CERTBRIDGE_FONTS'] ?? '').split(',').filter((path) => path !== ''),
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    if (!(error instanceof CallFailed)) throw error;
    terminal.writeError(`${error.message}\n`);
    return 1;
  }
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly client: Client;
  /** Address of the service, without a slash at the end. */
  readonly url: string;
  readonly kept: KeptSessions;
  readonly exit: (code: number) => void;
  /** Further fonts for what is drawn here. */
  readonly fonts: readonly string[];
}

function commands({ terminal, client, url, kept, exit, fonts }: Surroundings): Command {
  const program = new Command('certbridge')
    .description(
      'Issues and looks after certificates 电子证照 of a CertBridge service (CERTBRIDGE_URL, CERTBRIDGE_TOKEN)',
    )
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.writeError(text),
    })
    .exitOverride();
  program
    .command('login')
    .description('sign in 登录 by a browser, here or on another device; the session is kept for this user')
    .action(() =>
      login(terminal, { url, kept, openClient: (token) => openClient(url, () => Promise.resolve(token)) }),
    );
  program
    .command('logout')
    .description('sign out 退出: end that session')
    .action(() => logout(client, terminal, url, kept));
  program
    .command('whoami')
    .description('whom the service takes you for, and how far that reaches')
    .action(() => whoami(client, terminal));
  program
    .command('issue <file>')
    .description('issue a certificate for every row of a CSV, or of a ZIP with a CSV and photos')
    .requiredOption('--type <code>', 'type code or short name, like residence-permit')
    .option('--issuer <code>', 'unified social credit code of the issuer; needed when the token has several')
    .option('--all-or-nothing', 'issue nothing when any row is wrong')
    .option('--out <folder>', 'put the PDFs here')
    .option('--idempotency-key <key>', "name of this request; the file's digest unless given")
    .action(async (file: string, options: IssueOptions) =>
      exit(await issue(client, terminal, file, options)),
    );
  program
    .command('status <identifier> <state>')
    .description(`change a certificate's status: ${STATES.join(', ')}`)
    .addOption(new Option('--reason <reason>').choices(REASONS).makeOptionMandatory())
    .option('--by <certificate>', `the successor, as ISSUER/CERTID (${SUCCEEDED.join(', ')})`)
    .option('--issuer <code>', 'issuer of a certificate named by its certId')
    .option('--yes', 'do not ask before a change that is final')
    .action((identifier: string, state: string, options: StatusOptions) =>
      changeStatus(client, terminal, identifier, state, options),
    );
  program
    .command('renew <identifier>')
    .description('issue the next version of a certificate; it takes the place of the old one')
    .requiredOption('--valid-from <day>', 'first day of the new version, like 2026-01-31')
    .option('--valid-until <day>', 'its last day; without it, no expiry 长期')
    .option('--changes <file>', 'JSON file of the fields that change')
    .option('--photo <file>', 'JPEG or PNG, for types with a photo')
    .option('--issuer <code>', 'issuer of a certificate named by its certId')
    .action((identifier: string, options: RenewOptions) => renew(client, terminal, identifier, options));
  program
    .command('copy <identifier>')
    .description(
      'issue a purpose-limited copy 加注件: watermarked, short-lived, good only as long as its original',
    )
    .requiredOption('--purpose <text>', 'what it may be used for, like 办理公积金提取')
    .requiredOption('--user <name>', 'who may use it')
    .requiredOption('--valid-until <day>', 'its last day, like 2026-01-31; at most 90 days from today')
    .option('--out <file>', 'fetch it once it is anchored; ending in .pdf, .png or .svg')
    .option('--issuer <code>', 'issuer of a certificate named by its certId')
    .action((identifier: string, options: CopyOptions) => copy(client, terminal, identifier, options));
  program
    .command('fetch <identifier>')
    .description('fetch a certificate: its PDF, or its page as a picture')
    .requiredOption('--out <file>', 'ending in .pdf, .png or .svg')
    .option('--width <pixels>', 'of a PNG', '1240')
    .option('--issuer <code>', 'issuer of a certificate named by its certId')
    .action((identifier: string, { width, ...options }: Omit<FetchOptions, 'width'> & { width: string }) =>
      fetchCertificate(client, terminal, identifier, { ...options, width: pixels(width, 2480) }),
    );
  program
    .command('waiting')
    .description('what waits for approval 待审核: batches and status changes')
    .action(() => listWaiting(client, terminal));
  program
    .command('approve <id>')
    .description("approve 批准 what waits; with an approver's token, not the submitter's")
    .action((id: string) => decide(client, terminal, id, true));
  program
    .command('reject <id>')
    .description('reject 驳回 what waits')
    .action((id: string) => decide(client, terminal, id, false));
  program
    .command('show <identifier>')
    .description('what the service knows of a certificate, by identifier or certId')
    .option('--issuer <code>', 'issuer of a certificate named by its certId')
    .action(async (identifier: string, { issuer }: { issuer?: string }) => {
      const found = await client.get(await certificatePath(client, identifier, issuer), certificate);
      terminal.write(`${JSON.stringify(found, null, 2)}\n`);
    });
  program
    .command('preview <type>')
    .description('draw a sample 样张 of a type, marked as such and not signed; needs no service')
    .option('--layout <file>', "layout file to try instead of the type's")
    .option('--values <file>', "JSON file of values in the place of the sample's")
    .option('--width <pixels>', 'of a PNG', '1240')
    .option('--out <file>', 'ending in .pdf, .png or .svg', 'sample.png')
    .action(
      (type: string, { width, ...options }: Omit<PreviewOptions, 'width' | 'fonts'> & { width: string }) =>
        previewType(terminal, type, { ...options, width: pixels(width, 10_000), fonts }),
    );
  program
    .command('types')
    .description('the certificate types 证照类型')
    .action(async () => {
      const { types } = await client.get('/api/v1/types', z.object({ types: z.array(certificateType) }));
      for (const type of types)
        terminal.write(`${type.code}  ${type.slug.padEnd(22)} ${type.name}  ${type.nameEn}\n`);
    });
  program
    .command('approve-type <code>')
    .description(
      "propose a certificate type to the network, or approve it for this province; with an administrator's token",
    )
    .action((code: string) => approveType(client, terminal, code));
  return program;
}

async function approveType(client: Client, terminal: Terminal, code: string): Promise<void> {
  const path = `/api/v1/types/${encodeURIComponent(code)}/approval`;
  const answer = z.object({ approved: z.boolean() });
  const { approved } = await client.post(path, json({}), answer);
  terminal.write(
    approved
      ? `${code} 已获批准，可以签发。${code} is approved: it may be issued.\n`
      : `${code} 待其他省批准。${code} waits for other provinces' approval.\n`,
  );
}

function pixels(text: string, max: number): number {
  const width = Number(text);
  if (Number.isInteger(width) && width >= 200 && width <= max) return width;
  throw new CallFailed('WIDTH_WRONG', `--width is a number of pixels from 200 to ${max}, not "${text}".`);
}
