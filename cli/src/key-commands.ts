import { Option } from 'commander';
import type { Command } from 'commander';
import { key as keyAnswer, keyChange } from './answers.js';
import type { Client } from './client.js';
import type { ExitCode } from './exit-codes.js';
import {
  decideKeyChange,
  importKey,
  listKeyChanges,
  listKeys,
  reissue,
  requestKey,
  revokeKey,
  rotateKey,
} from './key.js';
import type { ImportOptions, OfIssuer, RequestOptions, RevokeOptions, RotateOptions } from './key.js';
import type { Terminal } from './terminal.js';

export interface KeyCommandParts {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly exit: (code: ExitCode) => void;
}

const ISSUER = '颁发机构，令牌只覆盖一个时可不写 issuer; may be left out when the token covers one';
const NAME = '尚未登记的机构的名称 name of an issuer that is not added yet';
const USE = '用途 what the key signs: certificate (QR, PDF), credential';

const useOption = (): Option =>
  new Option('--use <use>', USE).choices(keyAnswer.shape.use.options).default('certificate');

/** `certbridge key …`: the life of an issuer's signing keys. */
export function keyCommands(program: Command, { client, terminal, exit }: KeyCommandParts): void {
  const key = program.command('key').description('签名密钥 signing keys of an issuer');
  key
    .command('list')
    .description('密钥、证书到期日与警告 the keys, the ends of their certificates, warnings')
    .option('--issuer <code>', ISSUER)
    .action((options: OfIssuer) => listKeys(client, terminal, options));
  key
    .command('rotate')
    .description(
      '改用另一把密钥，旧密钥签过的仍有效\nsign with another key; what the old one signed stays good',
    )
    .addOption(useOption())
    .option('--kid <kid>', '改用这一把，不写则新生成 the key that takes over; one is made unless given')
    .option('--issuer <code>', ISSUER)
    .action(async (options: RotateOptions) => exit(await rotateKey(client, terminal, options)));
  key
    .command('revoke <kid>')
    .description('吊销密钥，不可恢复 revoke a key for ever')
    .addOption(
      new Option('--reason <reason>', '原因')
        .choices(keyChange.shape.reason.unwrap().options)
        .makeOptionMandatory(),
    )
    .option('--issuer <code>', ISSUER)
    .option('--yes', '不再询问 do not ask before')
    .action(async (kid: string, options: RevokeOptions) =>
      exit(await revokeKey(client, terminal, kid, options)),
    );
  key
    .command('reissue <kid>')
    .description(
      '把该密钥签过的现行证照全部重新签发，新的取代旧的\n' +
        'issue again every current certificate that the key signed; the new ones take their places',
    )
    .requiredOption('--type <code>', '证照类型 certificate type')
    .option('--issuer <code>', ISSUER)
    .action(async (kid: string, options: OfIssuer & { readonly type: string }) =>
      exit(await reissue(client, terminal, kid, options)),
    );
  authorityCommands(key, { client, terminal });
  decisionCommands(key, { client, terminal, exit });
}

function authorityCommands(key: Command, { client, terminal }: Omit<KeyCommandParts, 'exit'>): void {
  key
    .command('request')
    .description(
      '生成密钥和证书请求（PKCS#10），交本部门的证书机构\n' +
        "make a key and a certificate request (PKCS#10) for the department's own authority",
    )
    .addOption(useOption())
    .addOption(
      new Option('--algorithm <name>', '算法').choices(keyAnswer.shape.algorithm.options).default('ES256'),
    )
    .option('--name <name>', NAME)
    .option('--out <file>', '证书请求存入此文件 put the request here', 'request.csr')
    .option('--issuer <code>', ISSUER)
    .action((options: RequestOptions) => requestKey(client, terminal, options));
  key
    .command('import <file>')
    .description(
      '导入证书机构的答复（PEM），或密钥文件（.p12、.pfx）\n' +
        "take the authority's answer (PEM), or a key file (.p12, .pfx)",
    )
    .addOption(useOption())
    .option('--passphrase-file <file>', '密钥文件的口令所在的文件 file with the passphrase of a key file')
    .option('--name <name>', NAME)
    .option('--issuer <code>', ISSUER)
    .action((file: string, options: ImportOptions) => importKey(client, terminal, file, options));
}

function decisionCommands(key: Command, { client, terminal, exit }: KeyCommandParts): void {
  key
    .command('waiting')
    .description('待审核或待上链的密钥变更 changes of keys that wait for approval or the ledger')
    .option('--issuer <code>', ISSUER)
    .action((options: OfIssuer) => listKeyChanges(client, terminal, options));
  for (const [name, approve, says] of [
    ['approve', true, '批准 approve a change that another administrator proposed'],
    ['reject', false, '驳回 reject one'],
  ] as const) {
    key
      .command(`${name} <id>`)
      .description(says)
      .option('--issuer <code>', ISSUER)
      .action(async (id: string, options: OfIssuer) =>
        exit(await decideKeyChange(client, terminal, id, { ...options, approve })),
      );
  }
}
