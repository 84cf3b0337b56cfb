import type { FabricPlan, Organisation } from '../plan/index.js';
import type { MemberProcesses } from './member-processes.js';
import { ACCOUNT, unitName } from './systemd.js';

interface Step {
  readonly zh: string;
  readonly en: string;
  readonly commands?: readonly string[];
}

interface Part {
  readonly plan: FabricPlan;
  readonly organisation: Organisation;
  readonly processes: MemberProcesses;
  readonly folder: string;
  readonly checkout: string;
}

/** The first province makes what there is one of: the genesis block, the commit, the first record. */
const leadsFounding = (plan: FabricPlan, mspId: string): boolean => plan.provinces[0].mspId === mspId;

const enable = (processes: readonly { readonly name: string }[]): string =>
  `sudo systemctl enable --now ${processes.map(unitName).join(' ')}`;

/** The machines that the nodes are on, each with its nodes. */
function machinesOf({ nodes }: MemberProcesses): Map<string, MemberProcesses['nodes'][number][]> {
  const machines = new Map<string, MemberProcesses['nodes'][number][]>();
  for (const node of nodes) machines.set(node.host, [...(machines.get(node.host) ?? []), node]);
  return machines;
}

function founding({ plan, organisation: { mspId }, processes, folder, checkout }: Part): Step[] {
  const member = (step: string): string =>
    `cd ${checkout} && sudo -u ${ACCOUNT} npm run network -- member ${step} --dir ${folder}`;
  const leads = leadsFounding(plan, mspId);
  const first = plan.provinces[0].mspId;
  const { contract } = processes;
  const machines = [...machinesOf(processes)];
  const onItsOwn = (host: string): string => (machines.length > 1 ? ` # on ${host}` : '');
  const steps: (Step | false)[] = [
    {
      zh: `密钥仪式：至少两人在场，生成本机构的证书机构与全部密钥，抄录屏幕上的指纹。私钥不离开本机构。`,
      en: 'Key ceremony, two people at least: makes this organisation’s authorities and keys. Write the fingerprints down. No private key leaves the organisation.',
      commands: [member('keys')],
    },
    {
      zh: '将 public 文件夹交给其他各机构，收下它们的 public 文件夹，并通过电话逐一核对指纹。',
      en: 'Hand the folder public to every other organisation, take theirs, and compare every fingerprint by telephone.',
      commands: [member('accept FOLDER…')],
    },
    leads && {
      zh: '生成创世块，并将 channel/genesis.block 交给其他各机构。',
      en: 'Make the genesis block, and hand channel/genesis.block to every other organisation.',
      commands: [member('genesis')],
    },
    !leads && {
      zh: `收下 ${first} 的创世块；命令会核对它与本机构所知的通道配置是否完全一致。`,
      en: `Take ${first}’s genesis block; it is compared with the channel that this organisation expects, and refused if it differs.`,
      commands: [member('check-genesis FILE')],
    },
    {
      zh: '启动节点（或用 docker compose up -d）。',
      en: 'Start the nodes (or docker compose up -d).',
      commands: [
        `sudo cp ${folder}/systemd/*.service /etc/systemd/system/ && sudo systemctl daemon-reload`,
        ...machines.map(([host, nodes]) => `${enable(nodes.map(({ process }) => process))}${onItsOwn(host)}`),
      ],
    },
    {
      zh: '各机构的排序节点都启动之后，加入通道。',
      en: 'When every organisation’s orderers run: join the channel. With several machines, on each that runs an orderer.',
      commands: [member('join')],
    },
    contract !== undefined && {
      zh: '安装并批准合约，然后在每台有对等节点的机器上启动合约进程。',
      en: 'Install and approve the contract, then start its process on each machine with a peer.',
      commands: [member('contract'), enable([contract])],
    },
    leads && {
      zh: '所有省批准后：使合约生效，写入账本首条记录。',
      en: 'When every province has approved: commit the contract, and make the ledger’s first record.',
      commands: [member('found')],
    },
    contract !== undefined && {
      zh: '写出账本文件与信任锚；命令会核对账本上的信任锚与本机构收下的证书是否一致。与其他省核对信任锚的摘要，再交给核验窗口。',
      en: 'Write the ledger file and the trust anchor, once the ledger’s anchor is what this organisation expects. Compare its digest with the other provinces, then give it to windows.',
      commands: [
        member('ledger-file'),
        `# CERTBRIDGE_LEDGER=${folder}/ledgers/${mspId}.json for the service`,
      ],
    },
    {
      zh: `将 organisations/${mspId}/ca/key.pem 与 tlsca/key.pem 移到离线介质并备份；换发证书时才带回。`,
      en: `Move organisations/${mspId}/ca/key.pem and tlsca/key.pem to offline media, with a second copy. They come back for “member renew” only.`,
    },
  ];
  return steps.filter((step) => step !== false);
}

/** Keys and the contract's package are made once: a second time they would be others. */
const SEVERAL_MACHINES = [
  '密钥、证书与合约包只在第一台机器上生成一次；每步之后将新文件复制到其他机器（organisations 下只复制该机器自己节点的文件夹与 msp，不复制 ca、tlsca）。',
  '',
  'Keys, genesis block and contract package are made on the first machine only, once. After each step copy what it wrote to the others: of organisations/, msp and the folders of that machine’s own nodes, never ca and tlsca; channel/ and contract/ whole.',
  '',
];

/** README.md of one organisation's folder: its steps, in the order in which everybody takes them. */
export function instructions(part: Part): string {
  const { organisation, processes, folder, checkout } = part;
  const { contract } = processes;
  const machines = [...machinesOf(processes)];
  const rows = machines.map(([host, nodes]) => {
    const runs = nodes.map(({ process }) => process.name);
    if (contract !== undefined && nodes.some(({ kind }) => kind === 'peer')) runs.push(contract.name);
    return `| ${host} | ${runs.join(', ')} |`;
  });
  const steps = founding(part).flatMap(({ zh, en, commands = [] }, index) => [
    `${index + 1}. ${zh}  `,
    `   ${en}`,
    ...(commands.length === 0 ? [] : ['', '   ```sh', ...commands.map((line) => `   ${line}`), '   ```']),
    '',
  ]);
  return [
    `# ${organisation.name} ${organisation.mspId}`,
    '',
    `本文件夹只含${organisation.name}自己运行的部分，不含任何密钥。请放在下列每台机器的 ${folder}，所有者为 ${ACCOUNT} 账户；CertBridge 检出于 ${checkout}（已运行 npm ci），Hyperledger Fabric 3.1 的程序在 /usr/local/bin。`,
    '',
    `This folder holds what ${organisation.mspId} alone runs, and no key. Put it at ${folder} on each machine below, owned by the account ${ACCOUNT}; CertBridge is checked out at ${checkout} (npm ci done), Hyperledger Fabric 3.1’s programs are in /usr/local/bin. Clocks need NTP: peers refuse proposals more than a minute off.`,
    '',
    '| 机器 Machine | 进程 Processes |',
    '| --- | --- |',
    ...rows,
    '',
    ...(machines.length > 1 ? SEVERAL_MACHINES : []),
    ...steps,
    'What to back up, renew and watch: network/README.md.',
    '',
  ].join('\n');
}
