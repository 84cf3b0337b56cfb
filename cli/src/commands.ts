import { Command, Option } from 'commander';
import { decide, listWaiting } from './approval.js';
import { auditCommands } from './audit-commands.js';
import { openClient } from './client.js';
import type { Client } from './client.js';
import { copy } from './copy.js';
import type { CopyOptions } from './copy.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';
import { fetchCertificate } from './fetch.js';
import type { FetchOptions } from './fetch.js';
import { issue } from './issue.js';
import { addIssuer } from './issuer-adding.js';
import type { AddIssuerOptions } from './issuer-adding.js';
import { endIssuer } from './issuer-ending.js';
import type { IssueOptions } from './issue.js';
import { keyCommands } from './key-commands.js';
import type { KeptSessions } from './kept-sessions.js';
import { login, logout, whoami } from './login.js';
import type { Patience } from './patience.js';
import { previewType } from './preview.js';
import type { PreviewOptions } from './preview.js';
import { renew } from './renew.js';
import type { RenewOptions } from './renew.js';
import { showCertificate } from './show.js';
import { REASON_HELP, REASONS, STATES, SUCCEEDED, changeStatus } from './status.js';
import type { StatusOptions } from './status.js';
import type { Terminal } from './terminal.js';
import { approveType, fetchTemplate, listColumns, listTypes } from './types.js';

export interface Surroundings {
  readonly terminal: Terminal;
  readonly client: Client;
  /** Address of the service, without a slash at the end. */
  readonly url: string;
  readonly kept: KeptSessions;
  readonly exit: (code: ExitCode) => void;
  readonly patience: Patience;
}

const listed = (text: string): string[] => text.split(',').map((one) => one.trim());

const FORMATS = '以 .pdf、.png 或 .svg 结尾 ending in .pdf, .png or .svg';
const ISSUER = '只写 certId 时的颁发机构 issuer of a certificate named by its certId';
const KEY = '本次请求的名字，重复时不再签发 name of this request: its repeats issue nothing more';
const YES = '不再询问，确认不可恢复的更改 do not ask before a change that is final';

/** Commander's headings. */
const headings: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
};

const EXIT_CODES = `
退出码 Exit codes:
  ${exitCodes.done}   全部完成 all of it is done
  ${exitCodes.refused}   全部或部分被拒 refused, in whole or in part
  ${exitCodes.waiting}   已接收，待审核或待上链；稍后再次运行同一命令 taken, waits for approval or the ledger: run the same command later
  ${exitCodes.usage}  命令写法有误，或不可恢复的更改未经确认 wrong call, or a final change without --yes
  ${exitCodes.noInput}  读不了文件 a file cannot be read
  ${exitCodes.unavailable}  服务没有答复，结果不明；再次运行同一命令 no answer, the outcome is not known: run the same command again
  ${exitCodes.internal}  程序或服务出错 a fault of this program or of the service
  ${exitCodes.cannotWrite}  写不了文件 a file cannot be written
  ${exitCodes.noPermission}  没有令牌，或令牌不允许 no access token, or one that does not allow this
`;

/** The commands and their options; Chinese first. */
export function commands(surroundings: Surroundings): Command {
  const { terminal } = surroundings;
  const program = new Command('certbridge')
    .description(
      '证桥：签发和管理电子证照（CERTBRIDGE_URL，CERTBRIDGE_TOKEN）\n' +
        'Issues and looks after certificates of a CertBridge service (CERTBRIDGE_URL, CERTBRIDGE_TOKEN)',
    )
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.writeError(text),
      // main.ts says it, in both languages.
      outputError: () => undefined,
    })
    .configureHelp({ styleTitle: (title) => headings[title] ?? title })
    .helpOption('-h, --help', '显示帮助 display help for command')
    .helpCommand('help [command]', '显示命令的帮助 display help for command')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  signInCommands(program, surroundings);
  issuingCommands(program, surroundings);
  approvalCommands(program, surroundings);
  readingCommands(program, surroundings);
  typeCommands(program, surroundings);
  keyCommands(program, surroundings);
  auditCommands(program, surroundings);
  return program;
}

function signInCommands(program: Command, { client, terminal, url, kept }: Surroundings): void {
  program
    .command('login')
    .description('用浏览器登录，可在另一台设备上 sign in by a browser, here or on another device')
    .action(() =>
      login(terminal, { url, kept, openClient: (token) => openClient(url, () => Promise.resolve(token)) }),
    );
  program
    .command('logout')
    .description('退出登录 sign out: end that session')
    .action(() => logout(client, terminal, url, kept));
  program
    .command('whoami')
    .description('当前身份、角色和范围 whom the service takes you for, and how far that reaches')
    .action(() => whoami(client, terminal));
}

function issuingCommands(program: Command, { client, terminal, exit, patience }: Surroundings): void {
  program
    .command('issue <file>')
    .description(
      '为表格（CSV、.xlsx）或 ZIP（表格和照片）的每一行签发证照；再次运行不会重复签发\n' +
        'issue a certificate for every row of a table (CSV, .xlsx), or of a ZIP with a table and photos; repeats issue nothing twice',
    )
    .requiredOption('--type <code>', '证照类型的代码或短名 type code or short name, like residence-permit')
    .option(
      '--issuer <code>',
      '颁发机构的统一社会信用代码 unified social credit code of the issuer; needed when the token has several',
    )
    .option('--all-or-nothing', '任何一行有误则全不签发 issue nothing when any row is wrong')
    .option('--out <folder>', 'PDF 存入此文件夹 put the PDFs here')
    .option(
      '--rejected <file>',
      '有误的行按原格式存入此文件，注明如何修改 put the refused rows here in the format sent, with what to mend in each',
    )
    .addOption(
      new Option(
        '--until <state>',
        '到哪一步：checked 只检查，不提交 how far: checked only checks and submits nothing',
      )
        .choices(['checked', 'submitted'])
        .default('submitted'),
    )
    .addOption(
      new Option(
        '--encoding <name>',
        '文本的编码，仅在字节不能证明时使用 of a text whose bytes do not prove it',
      ).choices(['utf-8', 'gb18030']),
    )
    .option('--idempotency-key <key>', `${KEY}; 默认为文件的摘要 the file's digest unless given`)
    .action(async (file: string, options: IssueOptions) =>
      exit(await issue(client, terminal, file, { ...options, patience })),
    );
  program
    .command('status <identifier> <state>')
    .description(`更改证照状态 change a certificate's status: ${STATES.join(', ')}`)
    .addHelpText('after', REASON_HELP)
    .addOption(new Option('--reason <reason>', '原因').choices(REASONS).makeOptionMandatory())
    .option(
      '--by <certificate>',
      `后继证照，写作 ISSUER/CERTID the successor, as ISSUER/CERTID (${SUCCEEDED.join(', ')})`,
    )
    .option('--issuer <code>', ISSUER)
    .option('--yes', YES)
    .action(async (identifier: string, state: string, options: StatusOptions) =>
      exit(await changeStatus(client, terminal, identifier, state, options)),
    );
  program
    .command('renew <identifier>')
    .description(
      '签发证照的下一版本，取代旧的 issue the next version of a certificate; it takes the place of the old one',
    )
    .requiredOption('--valid-from <day>', '新版本生效日 first day of the new version, like 2026-01-31')
    .option('--valid-until <day>', '截止日，不写为长期 its last day; without it, no expiry 长期')
    .option('--changes <file>', '有变化的字段的 JSON 文件 JSON file of the fields that change')
    .option('--photo <file>', 'JPEG 或 PNG 照片 JPEG or PNG, for types with a photo')
    .option('--issuer <code>', ISSUER)
    .option('--idempotency-key <key>', KEY)
    .action(async (identifier: string, options: RenewOptions) =>
      exit(await renew(client, terminal, identifier, options)),
    );
  program
    .command('copy <identifier>')
    .description(
      '签发限定用途的加注件：有水印，短期有效，原件有效它才有效\n' +
        'issue a purpose-limited copy 加注件: watermarked, short-lived, good only as long as its original',
    )
    .requiredOption('--purpose <text>', '用途 what it may be used for, like 办理公积金提取')
    .requiredOption('--user <name>', '使用方 who may use it')
    .requiredOption(
      '--valid-until <day>',
      '截止日，最多 90 天 its last day, like 2026-01-31; at most 90 days from today',
    )
    .option('--out <file>', `上链后存入此文件 fetch it once it is anchored; ${FORMATS}`)
    .option('--issuer <code>', ISSUER)
    .option('--idempotency-key <key>', KEY)
    .action(async (identifier: string, options: CopyOptions) =>
      exit(await copy(client, terminal, identifier, { ...options, patience })),
    );
}

function approvalCommands(program: Command, { client, terminal, exit }: Surroundings): void {
  program
    .command('waiting')
    .description('待审核事项 what waits for approval: batches and status changes')
    .action(() => listWaiting(client, terminal));
  program
    .command('approve <id>')
    .description(
      "批准，用审核员而非提交者的令牌 approve what waits; with an approver's token, not the submitter's",
    )
    .option('--yes', YES)
    .action((id: string, { yes }: { yes?: boolean }) => decide(client, terminal, id, { approve: true, yes }));
  program
    .command('reject <id>')
    .description('驳回 reject what waits')
    .action((id: string) => decide(client, terminal, id, { approve: false }));
  program
    .command('add-issuer <code>')
    .description(
      '添加颁发机构并生成其密钥，用管理员令牌 add an issuer, which makes its keys; as an administrator',
    )
    .requiredOption('--name <name>', '名称 its name')
    .requiredOption('--province <msp>', '所属省的 MSP，服务为其记账 MSP of its province')
    .requiredOption('--types <types>', '证照类型，以逗号分隔 certificate types, separated by commas', listed)
    .option('--four-eyes', '签发须两人 two people issue together')
    .action(async (code: string, options: AddIssuerOptions) =>
      exit(await addIssuer(client, terminal, code, options)),
    );
  program
    .command('withdraw-issuer <code>')
    .description(
      '撤销未签发过证照的颁发机构，用管理员令牌 withdraw an issuer that has issued nothing; as an administrator',
    )
    .action(async (code: string) => exit(await endIssuer(client, terminal, code, 'withdrawn')));
  program
    .command('retire-issuer <code>')
    .description(
      '停用颁发机构：不再签发，已有证照不变，用管理员令牌\n' +
        'retire an issuer: it issues nothing more, its certificates stay; as an administrator',
    )
    .action(async (code: string) => exit(await endIssuer(client, terminal, code, 'retired')));
}

function readingCommands(program: Command, { client, terminal, exit }: Surroundings): void {
  program
    .command('fetch <identifier>')
    .description('取证照的 PDF 或图片 fetch a certificate: its PDF, or its page as a picture')
    .requiredOption('--out <file>', FORMATS)
    .option('--width <pixels>', 'PNG 的宽度 of a PNG', '1240')
    .option('--issuer <code>', ISSUER)
    .action(
      async (identifier: string, { width, ...options }: Omit<FetchOptions, 'width'> & { width: string }) =>
        exit(await fetchCertificate(client, terminal, identifier, { ...options, width: pixels(width) })),
    );
  program
    .command('show <identifier>')
    .description('显示证照的情况 what the service knows of a certificate, by identifier or certId')
    .option('--issuer <code>', ISSUER)
    .action((identifier: string, { issuer }: { issuer?: string }) =>
      showCertificate(client, terminal, identifier, issuer),
    );
}

function typeCommands(program: Command, { client, terminal }: Surroundings): void {
  program
    .command('preview <type>')
    .description(
      '画类型的样张：有标记，不签名，不保存\n' +
        'draw a sample 样张 of a type, marked as such, not signed, kept nowhere',
    )
    .option('--layout <file>', "要试的版面文件 layout file to try instead of the type's")
    .option('--values <file>', "字段值的 JSON 文件 JSON file of values in the place of the sample's")
    .option('--width <pixels>', 'PNG 的宽度 of a PNG', '1240')
    .option('--out <file>', FORMATS, 'sample.png')
    .action((type: string, { width, ...options }: Omit<PreviewOptions, 'width'> & { width: string }) =>
      previewType(client, terminal, type, { ...options, width: pixels(width) }),
    );
  program
    .command('types [type]')
    .description(
      '证照类型；写明类型则列出其表格的各列 the certificate types; of one, the columns of its table',
    )
    .action((type?: string) =>
      type === undefined ? listTypes(client, terminal) : listColumns(client, terminal, type),
    );
  program
    .command('template <type>')
    .description(
      '取填写模板（.xlsx）：文本格式、下拉列表、示例、说明\n' +
        'fetch a workbook to fill in: columns of text, lists to choose from, examples, explanations',
    )
    .option('--out <file>', '存入此文件；不写为“类型.xlsx” put it here; TYPE.xlsx unless given')
    .action((type: string, { out }: { out?: string }) => fetchTemplate(client, terminal, type, out));
  program
    .command('approve-type <code>')
    .description(
      '向全网提出或为本省批准一个证照类型，用管理员令牌\n' +
        "propose a certificate type to the network, or approve it for this province; with an administrator's token",
    )
    .action((code: string) => approveType(client, terminal, code));
}

function pixels(text: string): number {
  const width = Number(text);
  if (Number.isInteger(width) && width >= 200 && width <= 2480) return width;
  throw new CallFailed(
    'WIDTH_WRONG',
    {
      zh: `--width 应为 200 至 2480 的像素数，不是 “${text}”。`,
      en: `--width is a number of pixels from 200 to 2480, not "${text}".`,
    },
    { exit: exitCodes.usage },
  );
}
