import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { requireBinaries } from '../binaries.js';
import { takeGenesis } from '../steps/genesis.js';
import { readHosts } from './hosts.js';
import { openMember } from './member.js';
import type { Member } from './member.js';
import {
  found,
  joinChannel,
  makeKeys,
  makeMemberGenesis,
  renewMember,
  takeContract,
  writeLedgerFileOf,
} from './member-steps.js';
import { planFolders } from './plan-folders.js';
import { acceptPart } from './public-parts.js';
import type { Fingerprint } from './public-parts.js';

const table = (fingerprints: readonly Fingerprint[]): string =>
  fingerprints.map(({ mspId, what, sha256 }) => `${mspId} ${what}\n  ${sha256}\n`).join('');

const COMPARE =
  '请通过电话与对方逐字核对以上指纹。\nCompare these fingerprints by telephone with whoever they belong to.\n';

interface StepText {
  readonly name: string;
  readonly description: string;
}

/** Adds `plan` and `member …`, for a network whose organisations run their own parts on their own machines. */
export function deploymentCommands(program: Command, out: NodeJS.WritableStream): void {
  program
    .command('plan')
    .description(
      'for a real deployment: one folder an organisation, with what that one alone runs, and no key',
    )
    .requiredOption('--hosts <file>', 'who runs what where, as JSON (see network/README.md)')
    .requiredOption('--out <folder>', 'where the folders are written')
    .action(async (flags: { hosts: string; out: string }) => {
      const folders = await planFolders(await readHosts(flags.hosts), resolve(flags.out));
      for (const [mspId, folder] of folders) out.write(`${mspId}  ${folder}/README.md\n`);
    });

  const member = program
    .command('member')
    .description(
      'the steps of one organisation, in a folder that “plan” wrote for it; its README has their order',
    );
  const step = (
    { name, description }: StepText,
    work: (own: Member, args: string[]) => Promise<string>,
  ): void => {
    member
      .command(name)
      .description(description)
      .addOption(new Option('--dir <folder>', 'the organisation’s own folder').makeOptionMandatory())
      .action(async (...called: unknown[]) => {
        // Commander gives the arguments, then the options, then the command itself.
        const command = called.at(-1) as Command;
        const own = await openMember(resolve(command.opts<{ dir: string }>().dir));
        out.write(await work(own, command.args));
      });
  };
  step(
    { name: 'keys', description: 'the key ceremony: own authorities and keys, made once' },
    async (own) => `${table(await makeKeys(own))}\n${COMPARE}`,
  );
  step(
    { name: 'accept <folders...>', description: 'take the folder “public” of other organisations' },
    async (own, folders) => {
      const taken: Fingerprint[] = [];
      for (const folder of folders) taken.push(...(await acceptPart(own, resolve(folder))));
      return `${table(taken)}\n${COMPARE}`;
    },
  );
  step({ name: 'genesis', description: 'make the genesis block (one organisation does)' }, async (own) => {
    await requireBinaries();
    return `${await makeMemberGenesis(own)}\n`;
  });
  step(
    { name: 'check-genesis <file>', description: 'take a genesis block, if it is of the expected channel' },
    async (own, [file = '']) => {
      await requireBinaries();
      await takeGenesis(own.folders, own.plan, resolve(file));
      return `✓ ${own.folders.genesisBlock}\n`;
    },
  );
  step(
    { name: 'join', description: 'own orderers on this machine, and own peers, join the channel' },
    async (own) => {
      await requireBinaries();
      const passedOver = await joinChannel(own);
      const elsewhere = passedOver.map(
        (name) => `· ${name} does not run on this machine: join it on its own.\n`,
      );
      return [`✓ ${own.plan.channel}\n`, ...elsewhere].join('');
    },
  );
  step({ name: 'contract', description: 'install and approve the contract' }, async (own) => {
    await requireBinaries();
    await takeContract(own);
    return `✓ version ${own.plan.contract.version}\n`;
  });
  step(
    { name: 'found', description: 'commit the contract and make the first record (one province does)' },
    async (own) => {
      await requireBinaries();
      return `✓ trust anchor ${await found(own)}\n`;
    },
  );
  step(
    {
      name: 'ledger-file',
      description: 'write ledger file and trust anchor, if the ledger has what is expected',
    },
    async (own) =>
      `✓ ${own.folders.ledgerFile(own.organisation.mspId)}\n✓ trust anchor ${await writeLedgerFileOf(own)}\n`,
  );
  step(
    {
      name: 'renew',
      description: 'new certificates under the keys there are; then restart one node after another',
    },
    async (own) => {
      await renewMember(own);
      return '✓ Restart the own nodes one after another, each when the one before is healthy.\n';
    },
  );
}
