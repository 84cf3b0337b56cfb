import { NetworkError } from '../errors.js';
import { freePorts } from '../ports.js';
import { MAX_SAMPLE_PROVINCES, NEUTRAL, sampleProvinces } from './regions.js';
import { peerName } from './schema.js';
import type { FabricOrderer, FabricPeer, FabricPlan, FabricProvince, Organisation } from './schema.js';

export interface PlanOptions {
  readonly provinces: number;
  /** Unless set: 4 with bft, 3 with raft. */
  readonly orderers?: number;
  readonly consensus: 'bft' | 'raft';
  /** Peers of each province. */
  readonly peers: number;
  readonly basePort: number;
}

const PORTS_OF_PEER = 2;
const PORTS_OF_ORDERER = 3;
const MAX_ORDERERS = 10;
const MAX_PEERS = 3;
const HERE = 'localhost';

export const majority = (of: number): number => Math.floor(of / 2) + 1;

/** How many of `orderers` may fail, or with bft lie, while the others go on. */
const tolerated = (consensus: FabricPlan['consensus'], orderers: number): number =>
  Math.floor((orderers - 1) / (consensus === 'bft' ? 3 : 2));

/** Nobody may run so many orderers that all others together are too few. */
export function checkOrderers(
  consensus: FabricPlan['consensus'],
  owners: readonly { readonly mspId: string }[],
): void {
  const tolerable = tolerated(consensus, owners.length);
  if (tolerable < 1) {
    throw new NetworkError(
      'PLAN_ORDERERS',
      `${owners.length} orderers are too few: ${consensus} needs ${consensus === 'bft' ? 4 : 3} to outlive the loss of one.`,
    );
  }
  const counts = new Map<string, number>();
  for (const { mspId } of owners) counts.set(mspId, (counts.get(mspId) ?? 0) + 1);
  for (const [mspId, count] of counts) {
    if (count <= tolerable) continue;
    throw new NetworkError(
      'PLAN_ORDERERS',
      `Of ${owners.length} orderers ${mspId} would run ${count} and could stop all ordering alone; it may run ${tolerable}. ` +
        'Choose fewer orderers or more provinces.',
    );
  }
}

function checkSize(provinces: number, peers: number, orderers: number): void {
  if (provinces < 2 || provinces > MAX_SAMPLE_PROVINCES) {
    throw new NetworkError(
      'PLAN_PROVINCES',
      `--provinces is ${provinces}; it must be from 2 to ${MAX_SAMPLE_PROVINCES}.`,
    );
  }
  if (peers < 1 || peers > MAX_PEERS) {
    throw new NetworkError('PLAN_PEERS', `--peers is ${peers}; it must be from 1 to ${MAX_PEERS}.`);
  }
  if (orderers > MAX_ORDERERS) {
    throw new NetworkError(
      'PLAN_ORDERERS',
      `--orderers is ${orderers}; one machine runs at most ${MAX_ORDERERS}.`,
    );
  }
}

function provinceOn(organisation: Organisation, peers: number, next: () => number): FabricProvince {
  const peer = (index: number): FabricPeer => ({
    name: peerName(organisation.mspId, index),
    host: HERE,
    port: next(),
    operationsPort: next(),
  });
  const first = peer(0);
  const others = Array.from({ length: peers - 1 }, (_, index) => peer(index + 1));
  return { ...organisation, peers: [first, ...others], chaincodePort: next() };
}

const ordererOn = (id: number, mspId: string, next: () => number): FabricOrderer => ({
  id,
  mspId,
  host: HERE,
  port: next(),
  adminPort: next(),
  operationsPort: next(),
});

const portsOfProvince = (peers: number): number => peers * PORTS_OF_PEER + 1;

async function portsFrom(base: number, count: number, taken?: ReadonlySet<number>): Promise<() => number> {
  const ports = (await freePorts(base, count, taken)).values();
  return () => ports.next().value ?? 0;
}

/**
 * Plans a new network on this machine: each province runs one orderer, the neutral organisation those beyond.
 *
 * @throws NetworkError naming the option that is wrong
 */
export async function newPlan(options: PlanOptions): Promise<FabricPlan> {
  const { consensus, peers, basePort } = options;
  const orderers = options.orderers ?? (consensus === 'bft' ? 4 : 3);
  checkSize(options.provinces, peers, orderers);
  const organisations = sampleProvinces(options.provinces);
  const owners = Array.from({ length: orderers }, (_, index) => organisations[index] ?? NEUTRAL);
  checkOrderers(consensus, owners);
  const count = options.provinces * portsOfProvince(peers) + orderers * PORTS_OF_ORDERER;
  const next = await portsFrom(basePort, count);
  const [first, ...others] = organisations.map((organisation) => provinceOn(organisation, peers, next));
  const [leading, ...following] = owners.map(({ mspId }, index) => ordererOn(index + 1, mspId, next));
  if (first === undefined || leading === undefined) throw new TypeError('sizes were checked');
  return {
    v: 1,
    channel: 'certbridge',
    chaincode: 'certbridge',
    consensus,
    threshold: majority(options.provinces),
    listen: '127.0.0.1',
    contract: { version: '1', sequence: 1 },
    provinces: [first, ...others],
    neutral: NEUTRAL,
    orderers: [leading, ...following],
  };
}

/** Every port that the plan gives to a process. */
export function takenPorts(plan: FabricPlan): Set<number> {
  const provinces = plan.provinces.flatMap(({ peers, chaincodePort }) => [
    chaincodePort,
    ...peers.flatMap((peer) => [peer.port, peer.operationsPort]),
  ]);
  const orderers = plan.orderers.flatMap((o) => [o.port, o.adminPort, o.operationsPort]);
  return new Set([...provinces, ...orderers, ...Object.values(plan.upgrade?.chaincodePorts ?? {})]);
}

/** The plan with a province more: its peers, as many as the others have, and its orderer. */
export async function planWithProvince(
  plan: FabricPlan,
  organisation: Organisation,
  basePort: number,
): Promise<FabricPlan> {
  const peers = plan.provinces[0].peers.length;
  const next = await portsFrom(basePort, portsOfProvince(peers) + PORTS_OF_ORDERER, takenPorts(plan));
  const id = Math.max(...plan.orderers.map((orderer) => orderer.id)) + 1;
  return {
    ...plan,
    joining: organisation.mspId,
    provinces: [...plan.provinces, provinceOn(organisation, peers, next)],
    orderers: [...plan.orderers, ordererOn(id, organisation.mspId, next)],
  };
}
