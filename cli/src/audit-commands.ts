import type { Command } from 'commander';
import { exportRecords, searchRecords, verifyExport } from './audit.js';
import type { AuditSearch, AuditVerification } from './audit.js';
import type { Client } from './client.js';
import type { ExitCode } from './exit-codes.js';
import { bytesOf } from './input-file.js';
import type { Terminal } from './terminal.js';

interface Surroundings {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly exit: (code: ExitCode) => void;
}

interface Search extends AuditSearch {
  readonly holderFile?: string;
  readonly purpose?: string;
}

/** For auditors. */
export function auditCommands(program: Command, { client, terminal, exit }: Surroundings): void {
  const audit = program.command('audit').description('审计 what was done and seen: search, export, verify');
  audit
    .command('search')
    .description('查找审计记录，新的在前 find audit records, newest first')
    .option('--act <name>', '做了什么，如 fields.seen what was done, like fields.seen')
    .option('--actor <id>', '谁做的 who did it: a stable id')
    .option('--certificate <certId>', '涉及的证照 about which certificate')
    .option('--batch <id>', '涉及的批次 about which batch')
    .option(
      '--holder-file <file>',
      '谁动过或看过一人的数据：文件内为其号码，须说明用途 who used or saw a holder’s data: a file with the number alone',
    )
    .option('--purpose <text>', '用途，记入审计 why; it is kept in the audit', '')
    .action(async ({ holderFile, purpose = '', ...search }: Search) => {
      // Not an argument: those stand in the shell's history and in the list of processes.
      const number =
        holderFile === undefined ? undefined : (await bytesOf(holderFile)).toString('utf8').trim();
      await searchRecords(client, terminal, search, number === undefined ? undefined : { number, purpose });
    });
  audit
    .command('export <file>')
    .description('导出全部审计记录，详情仍加密 export all records; details stay encrypted')
    .action((file: string) => exportRecords(client, terminal, file));
  audit
    .command('verify <file>')
    .description('离线核对导出与账本是否一致 hold an export against the ledger, offline')
    .requiredOption('--province <mspId>', '审计树所属的省 in whose name the tree stands, like ZhejiangMSP')
    .option('--trust <file>', '信任锚 trust anchor', 'trust-anchor.json')
    .option('--mirror <folder>', '离线副本 mirror', 'mirror')
    .action(async (file: string, options: AuditVerification) =>
      exit(await verifyExport(terminal, file, options)),
    );
}
