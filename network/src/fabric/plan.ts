import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NetworkError } from './errors.js';
import { freePorts } from './ports.js';

const port = z.number().int().min(1024).max(65535);

const provinceSchema = z.object({
  mspId: z.string(),
  region: z.string().length(2),
  name: z.string(),
  peerPort: port,
  peerOperationsPort: port,
  chaincodePort: port,
});

const ordererSchema = z.object({
  /** 1-based, never reused: the identifier of the consenter. */
  id: z.number().int().positive(),
  mspId: z.string(),
  port,
  adminPort: port,
  operationsPort: port,
});

/** A version of the contract on the channel: `sequence` counts the definitions that were committed. */
const definitionSchema = z.object({ version: z.string(), sequence: z.number().int().positive() });

const planSchema = z.object({
  v: z.literal(1),
  network: z.string().regex(/^[0-9a-f]{32}$/),
  channel: z.string(),
  chaincode: z.string(),
  consensus: z.enum(['bft', 'raft']),
  threshold: z.number().int().positive(),
  contract: definitionSchema,
  /** An upgrade under way: the new version's processes listen on ports of their own beside the old ones. */
  upgrade: z.object({ contract: definitionSchema, chaincodePorts: z.record(z.string(), port) }).optional(),
  provinces: z.array(provinceSchema).min(1),
  neutral: z.object({ mspId: z.string(), region: z.string(), name: z.string() }),
  orderers: z.array(ordererSchema).min(1),
});

export type FabricProvince = z.infer<typeof provinceSchema>;
export type ContractDefinition = z.infer<typeof definitionSchema>;
export type FabricOrderer = z.infer<typeof ordererSchema>;
/** What a network on this machine consists of; kept in its folder as `network.json`, and the truth for every command. */
export type FabricPlan = z.infer<typeof planSchema>;

export interface PlanOptions {
  readonly provinces: number;
  readonly orderers: number;
  readonly consensus: 'bft' | 'raft';
  readonly basePort: number;
}

/** Sample provinces in the order in which a network takes them (GB/T 2260). */
export const SAMPLE_PROVINCES = [
  { mspId: 'ZhejiangMSP', region: '33', name: '浙江省' },
  { mspId: 'AnhuiMSP', region: '34', name: '安徽省' },
  { mspId: 'SichuanMSP', region: '51', name: '四川省' },
  { mspId: 'JiangsuMSP', region: '32', name: '江苏省' },
  { mspId: 'HunanMSP', region: '43', name: '湖南省' },
  { mspId: 'YunnanMSP', region: '53', name: '云南省' },
  { mspId: 'ShaanxiMSP', region: '61', name: '陕西省' },
] as const;

const NEUTRAL = { mspId: 'NationalMSP', region: '00', name: '国家节点' };
const PORTS_OF_PROVINCE = 3;
const PORTS_OF_ORDERER = 3;

const majority = (of: number): number => Math.floor(of / 2) + 1;

export const peerName = (province: { readonly mspId: string }): string => `peer0.${province.mspId}`;
export const ordererName = (orderer: { readonly id: number }): string => `orderer${orderer.id}`;
export const chaincodeName = (province: { readonly mspId: string }, contract: ContractDefinition): string =>
  `chaincode.${province.mspId}.v${contract.version}`;

function checkSize({ provinces, orderers, consensus }: PlanOptions): void {
  if (provinces < 2 || provinces > SAMPLE_PROVINCES.length) {
    throw new NetworkError(
      'PLAN_PROVINCES',
      `--provinces is ${provinces}; it must be from 2 to ${SAMPLE_PROVINCES.length}.`,
    );
  }
  const least = consensus === 'bft' ? 4 : 3;
  if (orderers < least || orderers > 10) {
    throw new NetworkError(
      'PLAN_ORDERERS',
      `--orderers is ${orderers}; ${consensus} needs ${least} to outlive the loss of one, and one machine runs at most 10.`,
    );
  }
}

/**
 * Plans a new network: each province runs one orderer, the neutral organisation those beyond, so that no
 * province alone can deny a quorum while there are at most as many orderers as provinces and one.
 */
export async function newPlan(options: PlanOptions): Promise<FabricPlan> {
  checkSize(options);
  const count = options.provinces * PORTS_OF_PROVINCE + options.orderers * PORTS_OF_ORDERER;
  const ports = (await freePorts(options.basePort, count)).values();
  const next = (): number => ports.next().value ?? 0;
  const provinces = SAMPLE_PROVINCES.slice(0, options.provinces).map((province) => ({
    ...province,
    peerPort: next(),
    peerOperationsPort: next(),
    chaincodePort: next(),
  }));
  const orderers = Array.from({ length: options.orderers }, (_, index) => ({
    id: index + 1,
    mspId: provinces[index]?.mspId ?? NEUTRAL.mspId,
    port: next(),
    adminPort: next(),
    operationsPort: next(),
  }));
  return {
    v: 1,
    network: randomBytes(16).toString('hex'),
    channel: 'certbridge',
    chaincode: 'certbridge',
    consensus: options.consensus,
    threshold: majority(options.provinces),
    contract: { version: '1', sequence: 1 },
    provinces,
    neutral: NEUTRAL,
    orderers,
  };
}

/** Every port that the plan gives to a process. */
export function takenPorts(plan: FabricPlan): Set<number> {
  const provinces = plan.provinces.flatMap((p) => [p.peerPort, p.peerOperationsPort, p.chaincodePort]);
  const orderers = plan.orderers.flatMap((o) => [o.port, o.adminPort, o.operationsPort]);
  return new Set([...provinces, ...orderers]);
}

/** A province that joins a planned network, with ports of its own. */
export async function plannedProvince(
  plan: FabricPlan,
  mspId: string,
  basePort: number,
): Promise<FabricProvince> {
  const sample = SAMPLE_PROVINCES.find((province) => province.mspId === mspId);
  if (sample === undefined) {
    const known = SAMPLE_PROVINCES.map((province) => province.mspId).join(', ');
    throw new NetworkError('PROVINCE_UNKNOWN', `${mspId} is no sample province; these are: ${known}.`);
  }
  const ports = await freePorts(basePort, PORTS_OF_PROVINCE, takenPorts(plan));
  const [peerPort = 0, peerOperationsPort = 0, chaincodePort = 0] = ports;
  return { ...sample, peerPort, peerOperationsPort, chaincodePort };
}

/** The orderer of a province that joins. */
export async function plannedOrderer(
  plan: FabricPlan,
  mspId: string,
  basePort: number,
): Promise<FabricOrderer> {
  const [port = 0, adminPort = 0, operationsPort = 0] = await freePorts(
    basePort,
    PORTS_OF_ORDERER,
    takenPorts(plan),
  );
  const id = Math.max(...plan.orderers.map((orderer) => orderer.id)) + 1;
  return { id, mspId, port, adminPort, operationsPort };
}

const planFile = (dir: string): string => join(dir, 'network.json');

/** Reads the plan of a network's folder; undefined where there is none yet. */
export async function readPlan(dir: string): Promise<FabricPlan | undefined> {
  let text: string;
  try {
    text = await readFile(planFile(dir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new NetworkError(
      'FOLDER_UNREADABLE',
      `${planFile(dir)} cannot be read: ${(error as Error).message}.`,
    );
  }
  const plan = planSchema.safeParse(JSON.parse(text));
  if (!plan.success) {
    throw new NetworkError(
      'PLAN_INVALID',
      `${planFile(dir)} is not a network of this version: ${z.prettifyError(plan.error)}`,
    );
  }
  return plan.data;
}

/** Writes the plan whole or not at all. */
export async function writePlan(dir: string, plan: FabricPlan): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(`${planFile(dir)}.new`, `${JSON.stringify(plan, null, 2)}\n`);
  await rename(`${planFile(dir)}.new`, planFile(dir));
}

/** The plan of an existing network. */
export async function requirePlan(dir: string): Promise<FabricPlan> {
  const plan = await readPlan(dir);
  if (plan === undefined)
    throw new NetworkError('NETWORK_ABSENT', `There is no network in ${dir}; “up” makes one.`);
  return plan;
}
